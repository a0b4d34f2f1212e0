/** What can be killed: the five processes. */
export const TARGETS = ['gateway', 'worker', 'postgres', 'temporal', 'simulator'] as const;
export type Target = (typeof TARGETS)[number];

/** The programs of ours, which can be killed at a place in their code. */
export type Instrumented = 'gateway' | 'worker';

/** What the network does to a call on its way. */
export type NetworkFault = 'delayed' | 'answer delayed' | 'request cut' | 'answer cut' | 'doubled' | 'late copy';

/**
 * What happens while a program waits for a row that somebody else has locked.
 * - terminated, killed: its backend ends, by pg_terminate_backend, by kill -9 (then PostgreSQL ends all of them)
 * - stopped: its backend hangs for some seconds, with the lock that it gets meanwhile; all stopped: PostgreSQL does
 * - outlasted: the lock stays until the time-outs of the product strike
 */
export type WaitFault = 'terminated' | 'killed' | 'stopped' | 'all stopped' | 'outlasted';

/** A program of ours comes to a place in its code, and kills itself or others with it; what `staysAway` is not started again in this session. */
export type Kill = { in: Instrumented; at: string; kills: readonly Target[]; staysAway?: boolean };

/**
 * One thing that goes wrong.
 * - kill: the last of its kills is the one that counts; those before it prepare the ground
 * - wait: a statement of ours waits for a lock, and something happens meanwhile
 * - lost: a kill where the worker gives up a session that nobody calls any more
 * - simulator: QuickBooks or the Web Connector misbehaves, a session after the other
 * - network: a call between the Web Connector or the PSA and the gateway
 * - startUp: killed, and killed again while it starts; anywhen: killed at any moment of the session
 */
export type Fault =
  | { how: 'kill' | 'lost'; kills: readonly Kill[] }
  | { how: 'wait'; in: Instrumented; at: string; does: WaitFault }
  | { how: 'simulator'; sessions: readonly string[] }
  | { how: 'network'; operation: string; does: NetworkFault }
  | { how: 'startUp' | 'anywhen'; target: Target };

/** A named place of the product at which something goes wrong. */
export type Point = {
  name: string;
  fault: Fault;
  /** The session that takes over one which died. */
  afterLostSession: boolean;
};

type Moments = readonly [operation: string, moments: readonly string[]];

/** Before and after each commit, each signal, each answer; a first snapshot causes no signal. */
const MOMENTS = ['beforeCommit', 'afterCommit', 'afterSignal', 'beforeAnswer', 'afterAnswer'] as const;

const GATEWAY: readonly Moments[] = [
  ['putItem', ['beforeCommit', 'afterCommit', 'beforeAnswer']],
  ['putBatch', MOMENTS],
  ['setReady', MOMENTS],
  ['setNotReady', MOMENTS],
  ['authenticate', MOMENTS],
  ['sendRequestXML', MOMENTS],
  ['receiveResponseXML', MOMENTS],
  ['closeConnection', MOMENTS],
];

const WORKER: readonly Moments[] = [
  ['loadState', ['after']],
  ['projectState', ['beforeWrite', 'afterWrite', 'beforeCommit', 'afterCommit']],
  ['tellItem', ['beforeSignal', 'afterSignal']],
  ['sessionApplied', ['beforeWrite', 'afterWrite']],
  ['deliverChanges', ['beforeWrite', 'afterWrite']],
];

/** Others die at a place of ours; `commit` is the moment in which the COMMIT is on its way. */
const OTHERS: readonly (readonly [Instrumented, at: string, Target])[] = [
  ['gateway', 'setReady.commit', 'postgres'],
  ['gateway', 'authenticate.commit', 'postgres'],
  ['gateway', 'sendRequestXML.beforeCommit', 'postgres'],
  ['gateway', 'sendRequestXML.commit', 'postgres'],
  ['gateway', 'receiveResponseXML.beforeCommit', 'postgres'],
  ['gateway', 'receiveResponseXML.commit', 'postgres'],
  ['gateway', 'closeConnection.commit', 'postgres'],
  ['worker', 'projectState.commit', 'postgres'],
  ['gateway', 'setReady.beforeSignal', 'temporal'],
  ['gateway', 'receiveResponseXML.beforeSignal', 'temporal'],
  ['gateway', 'closeConnection.beforeSignal', 'temporal'],
  ['worker', 'projectState.afterWrite', 'temporal'],
];

/** Where ours wait for a row that another has locked: an item, the connection of a session. */
const WAITS: readonly (readonly [Instrumented, operation: string])[] = [
  ['gateway', 'setReady'],
  ['gateway', 'sendRequestXML'],
  ['gateway', 'receiveResponseXML'],
  ['gateway', 'closeConnection'],
  ['worker', 'projectState'],
];

const WAIT_FAULTS: readonly (readonly [WaitFault, name: string])[] = [
  ['terminated', 'backend terminated'],
  ['killed', 'backend killed'],
  ['stopped', 'backend hangs'],
  ['outlasted', 'lock stays'],
];

/** Everything dies at once, as in a power cut. */
const POWER_CUTS = ['sendRequestXML.afterCommit', 'receiveResponseXML.beforeCommit', 'receiveResponseXML.afterCommit'];

/** Away while the session runs: from the first request that QuickBooks got. */
const away = (target: Target): Kill => ({
  in: 'gateway',
  at: 'sendRequestXML.afterAnswer',
  kills: [target],
  staysAway: true,
});

const WHILE_TEMPORAL_IS_AWAY: readonly (readonly [Instrumented, at: string])[] = [
  ['gateway', 'receiveResponseXML.beforeCommit'],
  ['gateway', 'receiveResponseXML.afterCommit'],
  ['gateway', 'closeConnection.afterCommit'],
  ['worker', 'relay.afterRead'],
];

/** The relay tells what a gateway has not told that died. */
const UNTOLD: Kill = { in: 'gateway', at: 'closeConnection.afterCommit', kills: ['gateway'] };

const thrice = (misbehaves: string): string[] => [misbehaves, misbehaves, misbehaves];

const SIMULATOR: readonly (readonly [name: string, sessions: readonly string[]])[] = [
  ['die-before-commit', ['die-before-commit']],
  ['die-after-commit', ['die-after-commit']],
  ['lose-response', ['lose-response']],
  ['cut-response', ['cut-response']],
  ['answer-text', ['answer-text']],
  ['hresult=0x80040402', ['hresult=0x80040402']],
  ['late-hresult=0x80040402', ['late-hresult=0x80040402']],
  ['hresult=0x80040400', ['hresult=0x80040400']],
  ['duplicate-answer', ['duplicate-answer']],
  ['cannot-store', ['cannot-store']],
  // QuickBooks knows the set, but no longer what came of it (9002).
  ['lose-response, then lose-message-sets', ['lose-response', 'edit=lose-message-sets']],
  // After three sessions without an outcome the records are looked for by key.
  ['die-before-commit x 3', thrice('die-before-commit')],
  ['die-after-commit x 3', thrice('die-after-commit')],
];

const NETWORK: readonly (readonly [operation: string, readonly NetworkFault[]])[] = [
  ['putItem', ['doubled']],
  ['putBatch', ['doubled']],
  ['setReady', ['answer cut', 'doubled']],
  ['authenticate', ['answer cut', 'doubled']],
  ['sendRequestXML', ['delayed', 'answer delayed', 'request cut', 'answer cut', 'doubled', 'late copy']],
  ['receiveResponseXML', ['delayed', 'answer delayed', 'request cut', 'answer cut', 'doubled', 'late copy']],
  ['closeConnection', ['answer cut', 'doubled']],
];

function point(name: string, fault: Fault): Point {
  const isTakeover = fault.how === 'kill' && fault.kills.some(({ at }) => at.startsWith('authenticate.'));
  return { name, fault, afterLostSession: isTakeover };
}

const kill = (name: string, ...kills: readonly Kill[]): Point => point(name, { how: 'kill', kills });

const ownKills = (program: Instrumented, list: readonly Moments[]): Point[] =>
  list.flatMap(([operation, moments]) =>
    moments.map((moment) => {
      const at = `${operation}.${moment}`;
      return kill(`${program} @ ${at}`, { in: program, at, kills: [program] });
    }),
  );

const wait = (name: string, program: Instrumented, at: string, does: WaitFault): Point =>
  point(`${name} @ ${at}`, { how: 'wait', in: program, at, does });

/** All named points; the first rounds walk them. */
export const POINTS: readonly Point[] = [
  ...ownKills('gateway', GATEWAY),
  ...ownKills('worker', WORKER),
  ...['relay.beforeSignal', 'relay.afterSignal'].map((at) =>
    kill(`worker @ ${at}`, UNTOLD, { in: 'worker', at, kills: ['worker'] }),
  ),
  ...['endLostSession.beforeCommit', 'endLostSession.afterCommit'].map((at) =>
    point(`worker @ ${at}`, { how: 'lost', kills: [{ in: 'worker', at, kills: ['worker'] }] }),
  ),
  ...OTHERS.map(([program, at, target]) => kill(`${target} @ ${at}`, { in: program, at, kills: [target] })),
  ...POWER_CUTS.map((at) => kill(`everything @ ${at}`, { in: 'gateway', at, kills: TARGETS })),
  ...WAITS.flatMap(([program, operation]) =>
    WAIT_FAULTS.map(([does, name]) => wait(name, program, `${operation}.lock`, does)),
  ),
  wait('postgres hangs', 'gateway', 'receiveResponseXML.lock', 'all stopped'),
  ...SIMULATOR.map(([name, sessions]) => point(`simulator ${name}`, { how: 'simulator', sessions })),
  ...NETWORK.flatMap(([operation, does]) =>
    does.map((what) => point(`network ${operation} ${what}`, { how: 'network', operation, does: what })),
  ),
  ...(['gateway', 'worker', 'postgres', 'temporal'] as const).map((target) =>
    point(`${target} during start-up`, { how: 'startUp', target }),
  ),
  ...(['worker', 'postgres', 'temporal'] as const).map((target) => kill(`${target} away`, away(target))),
  ...WHILE_TEMPORAL_IS_AWAY.map(([program, at]) =>
    kill(`${program} @ ${at} while temporal is away`, away('temporal'), { in: program, at, kills: [program] }),
  ),
];

/** Killed at any moment of the session: what the named points may have forgotten. */
export const ANYWHEN: readonly Point[] = TARGETS.map((target) =>
  point(`${target} anywhen`, { how: 'anywhen', target }),
);
