import type { FailureCode } from './failure-codes.js';

/** Everything that can happen to an item (docs/lifecycle.md). */
export const LIFECYCLE_EVENTS = [
  'setReady',
  'setNotReady',
  'errorCleared',
  'sent',
  'succeeded',
  'failed',
  'notProcessed',
  'received',
  'canceled',
  'becameIneligible',
  'corrected',
  'uncanceled',
  'externalNumberCleared',
] as const;

export type LifecycleEventType = (typeof LIFECYCLE_EVENTS)[number];

/** `seq` numbers the item's events from 1 without a gap; `at` is ISO 8601 in UTC. */
type Numbered<Type extends LifecycleEventType, Data = unknown> = { type: Type; seq: number; at: string } & Data;

/**
 * What the judgement of a session says of an item: `generation` is the one that was sent, `begun` whether QuickBooks
 * has a record of it.
 */
type Judgement = { generation: number; begun: boolean };

/** Why a transfer failed: the code of the catalogue, QuickBooks' or our own words, and the snapshot that failed. */
export type Failure = { code: FailureCode; message: string; snapshotVersion: number };

export type LifecycleEvent =
  | Numbered<'setReady', { retransfer: boolean }>
  | Numbered<'setNotReady'>
  | Numbered<'errorCleared', { reason: string }>
  | Numbered<'sent', { sessionId: string; messageSetId: string }>
  | Numbered<'succeeded', Judgement & { deleted: boolean }>
  | Numbered<'failed', Judgement & { failure: Failure }>
  | Numbered<'notProcessed', Judgement>
  | Numbered<'received'>
  | Numbered<'canceled', { deletionOutstanding: boolean }>
  | Numbered<'becameIneligible', { reason: string }>
  | Numbered<'corrected', { snapshotVersion: number }>
  | Numbered<'uncanceled', { deleted: boolean; deletionRefused?: true }>
  | Numbered<'externalNumberCleared'>;

type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never;

/** An event before it is accepted and numbered. */
export type NewLifecycleEvent = DistributiveOmit<LifecycleEvent, 'seq'>;
