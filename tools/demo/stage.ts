import { setTimeout as sleep } from 'node:timers/promises';
import { type ItemKind, KIND_LABEL } from '../../domain/kinds.js';
import type { TransferStatus } from '../../domain/transfer-status.js';
import type { ItemView } from '../../gateway/shared/schemas/item.js';
import type { CompanyFile, SessionResult } from '../../simulator/simulator.js';
import { DemoFailure } from './failure.js';
import type { Change, CommandAnswer, Rest } from './rest.js';
import type { Screen } from './screen.js';

/** All that the acts play with. */
export type Stage = {
  screen: Screen;
  rest: Rest;
  /** QuickBooks. */
  company: CompanyFile;
  webConnector: {
    url: string;
    userName: string;
    password: string;
    qwc: { ownerId: string; fileId: string };
    transcript?: string;
  };
  /** What the Web Connector's runs came to. */
  runs: SessionResult[];
  /** What the PSA has been told. */
  heard: Change[];
};

/** What is expected of an item: its status, and words that its reason has. */
export type Expected = TransferStatus | readonly [TransferStatus, RegExp];

/** A projection may lag behind a session by as much as this. */
const PATIENCE_MS = 60_000;

/** Waits until the items of a kind are as expected; fails with the first that does not become so. */
export async function expectItems(
  { rest }: Pick<Stage, 'rest'>,
  kind: ItemKind,
  expected: Readonly<Record<string, Expected>>,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const items = new Map((await rest.items(kind)).map((item) => [item.id, item]));
    const wrong = Object.entries(expected)
      .map(([id, wanted]) => objection(kind, id, items.get(id), wanted))
      .find((problem) => problem !== undefined);
    if (wrong === undefined) return;
    if (Date.now() >= until) throw new DemoFailure(wrong);
    await sleep(50);
  }
}

function objection(kind: ItemKind, id: string, item: ItemView | undefined, wanted: Expected): string | undefined {
  const [status, words] = typeof wanted === 'string' ? [wanted] : wanted;
  const reason = item?.reason ?? '';
  if (item?.transferStatus === status && (words === undefined || words.test(reason))) return undefined;
  const found = item === undefined ? 'nothing' : `${item.transferStatus}${reason && ` (${reason})`}`;
  return `${KIND_LABEL[kind]} ${id}: found ${found}, expected ${status}${words ? ` with a reason like ${words}` : ''}`;
}

/** The same of many items. */
export const each = (ids: readonly string[], expected: Expected): Record<string, Expected> =>
  Object.fromEntries(ids.map((id) => [id, expected]));

/** What commands came to: all accepted, but those whose refusal is told and expected. */
export function expectAnswers(
  { screen }: Pick<Stage, 'screen'>,
  kind: ItemKind,
  answers: readonly CommandAnswer[],
  refused: Readonly<Record<string, RegExp>> = {},
): void {
  for (const { id, ok, reason = '' } of answers) {
    const words = refused[id];
    if (ok !== (words === undefined) || !(words?.test(reason) ?? true)) {
      const found = ok ? 'a yes' : `a no (${reason})`;
      const expected = words === undefined ? 'a yes' : `a no with a reason like ${words}`;
      throw new DemoFailure(`set ${KIND_LABEL[kind]} ${id} ready: found ${found}, expected ${expected}`);
    }
    if (!ok) screen.say(`${KIND_LABEL[kind]} ${id} is refused: ${reason}`);
  }
}
