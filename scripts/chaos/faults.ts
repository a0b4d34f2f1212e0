/** What can be killed: the five processes. */
export const TARGETS = ['gateway', 'worker', 'postgres', 'temporal', 'simulator'] as const;
export type Target = (typeof TARGETS)[number];

/** The programs of ours, which can be killed at a place in their code. */
export type Instrumented = 'gateway' | 'worker';

/** What the network does to a call on its way. */
export type NetworkFault = 'delayed' | 'request cut' | 'answer cut' | 'doubled' | 'late copy';

/**
 * One thing that goes wrong.
 * - kill: a program comes to a place in its code and kills itself or others with it
 * - simulator: QuickBooks or the Web Connector misbehaves, in so many sessions one after the other
 * - network: a call between the Web Connector or the PSA and the gateway
 * - startUp: killed, and killed again while it starts; outage: away while the session runs; anywhen: killed at any moment
 */
export type Fault =
  | { how: 'kill'; in: Instrumented; at: string; kills: readonly Target[] }
  | { how: 'simulator'; misbehave: string; sessions: number }
  | { how: 'network'; operation: string; does: NetworkFault }
  | { how: 'startUp' | 'outage' | 'anywhen'; target: Target };

/** A named place of the product at which something goes wrong. */
export type Point = {
  name: string;
  fault: Fault;
  /** The session that takes over one which died. */
  afterLostSession: boolean;
};

type Kill = readonly [operation: string, moments: readonly string[]];

/** Before and after each commit, each signal, each answer; a first snapshot causes no signal. */
const MOMENTS = ['beforeCommit', 'afterCommit', 'afterSignal', 'beforeAnswer', 'afterAnswer'] as const;

const GATEWAY: readonly Kill[] = [
  ['putItem', ['beforeCommit', 'afterCommit', 'beforeAnswer']],
  ['setReady', MOMENTS],
  ['authenticate', MOMENTS],
  ['sendRequestXML', MOMENTS],
  ['receiveResponseXML', MOMENTS],
  ['closeConnection', MOMENTS],
];

const WORKER: readonly Kill[] = [
  ['loadState', ['after']],
  ['projectState', ['beforeWrite', 'afterWrite', 'beforeCommit', 'afterCommit']],
  ['tellItem', ['beforeSignal', 'afterSignal']],
  ['sessionApplied', ['beforeWrite', 'afterWrite']],
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

/** Everything dies at once, as in a power cut. */
const POWER_CUTS = ['sendRequestXML.afterCommit', 'receiveResponseXML.beforeCommit', 'receiveResponseXML.afterCommit'];

const SIMULATOR: readonly (readonly [misbehave: string, sessions: number])[] = [
  ['die-before-commit', 1],
  ['die-after-commit', 1],
  ['lose-response', 1],
  ['cut-response', 1],
  ['answer-text', 1],
  ['hresult=0x80040402', 1],
  ['late-hresult=0x80040402', 1],
  ['duplicate-answer', 1],
  ['cannot-store', 1],
  // After three sessions without an outcome the records are looked for by key.
  ['die-before-commit', 3],
  ['die-after-commit', 3],
];

const NETWORK: readonly (readonly [operation: string, readonly NetworkFault[]])[] = [
  ['putItem', ['doubled']],
  ['setReady', ['answer cut', 'doubled']],
  ['authenticate', ['answer cut', 'doubled']],
  ['sendRequestXML', ['delayed', 'request cut', 'answer cut', 'doubled', 'late copy']],
  ['receiveResponseXML', ['delayed', 'request cut', 'answer cut', 'doubled', 'late copy']],
  ['closeConnection', ['answer cut', 'doubled']],
];

function point(name: string, fault: Fault): Point {
  const isTakeover = fault.how === 'kill' && fault.at.startsWith('authenticate.');
  return { name, fault, afterLostSession: isTakeover };
}

const kills = (program: Instrumented, list: readonly Kill[]): Point[] =>
  list.flatMap(([operation, moments]) =>
    moments.map((moment) => {
      const at = `${operation}.${moment}`;
      return point(`${program} @ ${at}`, { how: 'kill', in: program, at, kills: [program] });
    }),
  );

/** All named points; the first rounds walk them. */
export const POINTS: readonly Point[] = [
  ...kills('gateway', GATEWAY),
  ...kills('worker', WORKER),
  ...OTHERS.map(([program, at, target]) =>
    point(`${target} @ ${at}`, { how: 'kill', in: program, at, kills: [target] }),
  ),
  ...POWER_CUTS.map((at) => point(`everything @ ${at}`, { how: 'kill', in: 'gateway', at, kills: TARGETS })),
  ...SIMULATOR.map(([misbehave, sessions]) =>
    point(`simulator ${misbehave}${sessions === 1 ? '' : ` x ${sessions}`}`, { how: 'simulator', misbehave, sessions }),
  ),
  ...NETWORK.flatMap(([operation, does]) =>
    does.map((what) => point(`network ${operation} ${what}`, { how: 'network', operation, does: what })),
  ),
  ...(['gateway', 'worker', 'postgres', 'temporal'] as const).flatMap((target) => [
    point(`${target} during start-up`, { how: 'startUp', target }),
    ...(target === 'gateway' ? [] : [point(`${target} away`, { how: 'outage', target })]),
  ]),
];

/** Killed at any moment of the session: what the named points may have forgotten. */
export const ANYWHEN: readonly Point[] = TARGETS.map((target) =>
  point(`${target} anywhen`, { how: 'anywhen', target }),
);
