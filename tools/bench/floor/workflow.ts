import { defineSearchAttributeKey } from '@temporalio/common';
import {
  condition,
  defineSignal,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { type ItemEvents, SIGNAL } from '../../../workflows/messages.js';
import type { FloorActivities } from './activities.js';

const itemEvents = defineSignal<[ItemEvents]>(SIGNAL.itemEvents);
const { load, project } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10 seconds' });

const TransferStatus = defineSearchAttributeKey('TransferStatus', 'KEYWORD');
const NeedsResync = defineSearchAttributeKey('NeedsResync', 'BOOL');
const FailureCode = defineSearchAttributeKey('FailureCode', 'KEYWORD');
const TransferredAt = defineSearchAttributeKey('TransferredAt', 'DATETIME');

/** set ready, sent, succeeded */
const LAST = 3;

/**
 * What an item's lifecycle costs at the least: the signals, local activities and search attributes of the real one, with
 * nothing in them. It has the name of the real one, so that the same client drives both.
 */
export async function transferLifecycle(): Promise<number> {
  const inbox: ItemEvents['events'] = [];
  setHandler(itemEvents, ({ events }) => void inbox.push(...events));
  let seq = await load();
  while (seq < LAST) {
    await condition(() => inbox.length > 0);
    const former = seq;
    seq = inbox.splice(0).at(-1)?.seq ?? seq;
    await project(seq);
    const isShown = former === 0 || seq === LAST;
    if (isShown) {
      upsertSearchAttributes([
        { key: TransferStatus, value: seq === LAST ? 'Transferred' : 'Pending' },
        { key: NeedsResync, value: false },
        { key: FailureCode, value: null },
        { key: TransferredAt, value: null },
      ]);
    }
  }
  return seq;
}
