import { parseArgs } from 'node:util';
import { type Rebuilt, rebuildWorkflows } from '../../temporal/rebuild.js';
import { type Tools, withProduct } from './with-product.js';

/** `npm run rebuild-workflows [-- --dry-run]`: makes Temporal what PostgreSQL says, after its data was lost or a backup restored. */
export const runRebuild = (args: readonly string[]): Promise<void> =>
  withProduct('rebuild-workflows', async (tools) => {
    const { values } = parseArgs({ args: [...args], options: { 'dry-run': { type: 'boolean', default: false } } });
    await rebuild(tools, values['dry-run']);
  });

/** The same as a step of another command. */
export async function rebuild({ database, signals, delivers, say }: Tools, dryRun: boolean): Promise<void> {
  const done = await rebuildWorkflows({ database, signals, delivers, dryRun, log: say });
  for (const line of linesOf(done, dryRun)) say(line);
}

function linesOf({ healthy, ended, items, sessions, deliveries }: Rebuilt, dryRun: boolean): string[] {
  const would = dryRun ? 'would be ' : '';
  return [
    `${healthy} running workflows are in order and stay.`,
    `${ended} that are ahead of the database, or do not answer, ${dryRun ? 'would be' : 'were'} ended; what is still to be done is begun anew.`,
    `${would}begun, or told what they had not applied: ${items} items, ${sessions} sessions, ${deliveries} deliveries to the PSA.`,
    ...(dryRun ? ['Nothing was changed (--dry-run).'] : []),
  ];
}
