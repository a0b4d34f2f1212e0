/** open until it ends; then how it ended: closed by QBWC, failed, lost (nobody called any more), replaced by a newer one. */
export type SessionState = 'open' | 'closed' | 'failed' | 'lost' | 'replaced';

/** Something that happened to a session, numbered from 1 without a gap; its workflow tells the items. */
export type SessionEvent =
  | { type: 'batchSent'; seq: number; at: string; messageSetId: string; purpose: string; records: number }
  | {
      type: 'batchAnswered';
      seq: number;
      at: string;
      messageSetId: string;
      purpose: string;
      succeeded: number;
      failed: number;
    }
  | { type: 'ended'; seq: number; at: string; state: SessionState; summary: string };
