import type { Services } from '../../launcher/start/start-services.js';
import { firstRun, getReady } from './acts/first-run.js';
import { mend, secondRun } from './acts/second-run.js';
import { changePlans, leaveSomething, thirdRun } from './acts/third-run.js';
import { connect } from './connect.js';
import { report } from './report/report.js';
import type { Screen } from './screen.js';

const ACTS = [getReady, firstRun, mend, secondRun, changePlans, thirdRun, leaveSomething, report];

/** Tells the whole story; throws when anything is not as it should be. */
export async function tellStory(
  services: Services,
  screen: Screen,
  { transcript, signal }: { transcript: string | undefined; signal: AbortSignal },
): Promise<void> {
  const stage = await connect(services, screen, transcript);
  for (const act of ACTS) {
    signal.throwIfAborted();
    await act(stage);
  }
}
