import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { testBundle } from '../helpers/services.js';
import { RELEASED } from '../releases/former-worker.js';

const HISTORIES = fileURLToPath(new URL('../histories/', import.meta.url));
const files = (await readdir(HISTORIES, { recursive: true })).filter((file) => file.endsWith('.json')).sort();

const history = async (file: string): Promise<{ events: { eventType: string }[] }> =>
  JSON.parse(await readFile(path.join(HISTORIES, file), 'utf8'));

describe('histories of released versions', () => {
  it.each(RELEASED)(
    'of %s cover an item that is transferred, one that failed, one that waits, and a session',
    (version) => {
      const names = files.filter((file) => path.dirname(file) === version).map((file) => path.basename(file, '.json'));
      expect(names).toEqual(
        expect.arrayContaining(['invoices-transferred', 'invoices-pending-failed', 'invoices-pending', 'session']),
      );
    },
  );

  it.each(files)('%s replays with the workflows of today', async (file) => {
    const recorded = await history(file);

    const replayed = Worker.runReplayHistory({ workflowBundle: testBundle() }, recorded, path.basename(file, '.json'));

    await expect(replayed).resolves.toBeUndefined();
  });

  it('notices a workflow that does something else', async () => {
    const [file = ''] = files.filter((name) => name.includes('invoices-transferred'));
    const recorded = await history(file);
    const isUpsert = ({ eventType }: { eventType: string }): boolean =>
      eventType.includes('UPSERT_WORKFLOW_SEARCH_ATTRIBUTES');
    const changed = {
      events: recorded.events.map((event) =>
        isUpsert(event)
          ? {
              ...event,
              eventType: 'EVENT_TYPE_TIMER_STARTED',
              timerStartedEventAttributes: {
                timerId: '1',
                startToFireTimeout: '1s',
                workflowTaskCompletedEventId: '4',
              },
            }
          : event,
      ),
    };

    await expect(Worker.runReplayHistory({ workflowBundle: testBundle() }, changed)).rejects.toThrow();
  });
});
