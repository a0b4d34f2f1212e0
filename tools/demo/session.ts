import { ITEM_KINDS, KIND_LABEL } from '../../domain/kinds.js';
import { type Call, runSession, type SessionResult } from '../../simulator/simulator.js';
import { DemoFailure } from './failure.js';
import type { Change } from './rest.js';
import type { Stage } from './stage.js';
import { count, seconds } from './text.js';

/** Runs the Web Connector once, as its scheduler or "Update Selected" does, and shows how far it is. */
export async function runWebConnector(stage: Stage): Promise<SessionResult> {
  const { screen, company, webConnector } = stage;
  let doing = '';
  const onCall = ({ operation, said }: Call): void => {
    if (operation === 'sendRequestXML') doing = said.replace(/\b1 QBXMLMsgs, /, '');
  };
  const result = await runSession({
    ...webConnector,
    companyFile: company,
    onCall,
    onProgress: (percent) => screen.progress(percent, doing),
  });
  screen.progressEnds();
  if (result.outcome !== 'done')
    throw new DemoFailure(
      `the session: found ${result.outcome} (${result.lastError ?? result.closing}), expected done`,
    );
  stage.runs.push(result);
  const trips = count(result.roundTrips, 'round trip');
  screen.say(`Session ${stage.runs.length} is over after ${trips} and ${seconds(result.ms)}: ${result.closing}`);
  return result;
}

/** Says which items QuickBooks refused and why, as their pages show it. */
export async function tellFailures({ rest, screen }: Stage): Promise<void> {
  for (const kind of ITEM_KINDS) {
    const failed = (await rest.items(kind)).filter((item) => item.ready && item.transferStatus === 'Pending/Failed');
    for (const item of failed.toReversed()) screen.say(`${KIND_LABEL[kind]} ${item.number} failed: ${item.reason}`);
  }
}

const HEARD_AS: Readonly<Record<string, string>> = {
  transferred: 'transferred',
  externalPoNumber: 'External P.O. #',
  deleted: 'deleted',
  paidDate: 'paid date',
};

/** What the PSA hears since it asked last. */
export async function listen({ rest, screen, heard }: Stage): Promise<Change[]> {
  const { changes } = await rest.changes(heard.at(-1)?.cursor ?? '');
  heard.push(...changes);
  const words = Object.entries(HEARD_AS).flatMap(([type, name]) => {
    const number = changes.filter((change) => change.type === type).length;
    return number === 0 ? [] : [`${number} × ${name}`];
  });
  screen.say(`The PSA hears: ${words.join(', ') || 'nothing new'}.`);
  return changes;
}
