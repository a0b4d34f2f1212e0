import { patched, workflowInfo } from '@temporalio/workflow';

/** Runs before this went on for as long as they heard something, however long their history was. */
const CONTINUES_WHILE_HEARING = 'continues-while-hearing';

/** Whether a run that still has something to apply should go on as a new one: the server ends a run of 50,000 events. */
export const isHistoryFull = (): boolean => workflowInfo().continueAsNewSuggested && patched(CONTINUES_WHILE_HEARING);

/** The last of what was heard: a run that begins with it fetches what is before it. */
export const lastHeard = <T extends { seq: number }>(inbox: readonly T[]): { heard?: T } => {
  const [first, ...others] = inbox;
  if (first === undefined) return {};
  return { heard: others.reduce((last, each) => (each.seq > last.seq ? each : last), first) };
};
