import fc from 'fast-check';
import { ITEM_KINDS, type ItemKind } from '../../domain/kinds.js';

/** What the PSA does to an item; each kind has its own reading of it (`psa.ts`). */
export const CHANGES = ['correct', 'withdraw', 'restore', 'more', 'less', 'number', 'clear'] as const;
export type Change = (typeof CHANGES)[number];

/** How a snapshot travels: at once, twice, or only when a later step lets it arrive. */
export type Travel = 'now' | 'twice' | 'late';

/** What people do in QuickBooks by hand. */
export const EDITS = [
  'addMissing',
  'addEmail',
  'removeEmail',
  'deactivate',
  'lock',
  'closeBooks',
  'openBooks',
  'pay',
  'receive',
  'closeOrder',
  'deleteOrder',
  'deleteInvoice',
  'loseSets',
  'forgetSets',
] as const;
export type Edit = (typeof EDITS)[number];

/** What goes wrong with the next answer of QuickBooks, or nothing. */
export const FAULTS = [
  'none',
  'twice',
  'cut',
  'text',
  'rejects',
  'throws',
  'throwsAfter',
  'cannotStore',
  'dropLast',
] as const;
export type Fault = (typeof FAULTS)[number];

/** How the Web Connector leaves off after its moves: it stays in the middle, dies, is closed, or cannot reach QuickBooks. */
export type End = 'stay' | 'die' | 'close' | 'error';

export type Step =
  | { do: 'ready'; item: number; retransfer: boolean }
  | { do: 'notReady'; item: number }
  | { do: 'clearError'; item: number }
  | { do: 'revise'; item: number; change: Change; travel: Travel }
  | { do: 'redeliver'; pick: number }
  | { do: 'batch'; finished: boolean; marks: boolean; members: number }
  | { do: 'byHand'; edit: Edit; item: number }
  | { do: 'connect'; moves: number; fault: Fault; end: End }
  | { do: 'oldAnswer'; pick: number }
  | { do: 'oldSet'; pick: number }
  | { do: 'deliver'; count: number; pick: number; copies: number }
  | { do: 'loseSignal'; pick: number }
  | { do: 'lostTimer' }
  | { do: 'wait'; minutes: number };

/** What QuickBooks lacks for an item before somebody mends it; `forEver`: it never takes it. */
export type Lack = 'nothing' | 'name' | 'email' | 'forEver';
export type NewItem = { kind: ItemKind; lacks: Lack; isReady: boolean };

export type History = {
  items: NewItem[];
  maxRecords: number;
  creates: boolean;
  /** Signals arrive at once unless a step delays them; else only by steps. */
  isPrompt: boolean;
  /** Activities run twice, and old ones once more. */
  repeats: boolean;
  /** A whole session has run before the steps begin. */
  hasRun: boolean;
  /** At the end the operator sets everything ready once more. */
  isWanted: boolean;
  steps: Step[];
};

const LONGEST = 14;
const item = fc.nat({ max: 3 });
const pick = fc.nat({ max: 20 });

const connect: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('connect' as const),
  moves: fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }) }, { weight: 1, arbitrary: fc.constant(60) }),
  fault: fc.oneof(
    { weight: 2, arbitrary: fc.constant('none' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...FAULTS) },
  ),
  end: fc.oneof(
    { weight: 4, arbitrary: fc.constant('stay' as const) },
    { weight: 3, arbitrary: fc.constant('die' as const) },
    { weight: 1, arbitrary: fc.constantFrom('close' as const, 'error' as const) },
  ),
});

const operator: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ready' as const), item, retransfer: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('notReady' as const), item }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clearError' as const), item }) },
);

const psa: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('revise' as const),
      item,
      change: fc.constantFrom(...CHANGES),
      travel: fc.constantFrom('now' as const, 'now' as const, 'twice' as const, 'late' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redeliver' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('batch' as const),
      finished: fc.boolean(),
      marks: fc.boolean(),
      members: fc.nat({ max: 15 }),
    }),
  },
);

const around: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      count: fc.integer({ min: 1, max: 4 }),
      pick,
      copies: fc.constantFrom(1, 1, 2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('loseSignal' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('oldAnswer' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('oldSet' as const), pick }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'lostTimer' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 70, 1_500) }) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: connect },
  { weight: 4, arbitrary: operator },
  { weight: 6, arbitrary: psa },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('byHand' as const), edit: fc.constantFrom(...EDITS), item }) },
  { weight: 3, arbitrary: around },
);

const lacks: fc.Arbitrary<Lack> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('nothing' as const) },
  { weight: 2, arbitrary: fc.constant('name' as const) },
  { weight: 1, arbitrary: fc.constantFrom('email' as const, 'forEver' as const) },
);

const newItem: fc.Arbitrary<NewItem> = fc.record({
  kind: fc.oneof(
    { weight: 2, arbitrary: fc.constant('purchase-orders' as const) },
    { weight: 3, arbitrary: fc.constantFrom(...ITEM_KINDS) },
  ),
  lacks,
  isReady: fc.constantFrom(true, true, false),
});

/** A random history, small enough that one can follow it: fast-check makes a failing one as short as it can. */
export const histories: fc.Arbitrary<History> = fc.record({
  items: fc.oneof(
    { weight: 2, arbitrary: fc.array(newItem, { minLength: 1, maxLength: 2, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(newItem, { minLength: 3, maxLength: 4, size: 'max' }) },
  ),
  maxRecords: fc.constantFrom(50, 50, 1, 2, 3),
  creates: fc.constantFrom(false, false, false, true),
  isPrompt: fc.boolean(),
  repeats: fc.boolean(),
  hasRun: fc.boolean(),
  isWanted: fc.boolean(),
  steps: fc.array(step, { minLength: 4, maxLength: LONGEST, size: 'max' }),
});
