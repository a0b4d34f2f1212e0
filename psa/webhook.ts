import { createHmac } from 'node:crypto';
import { AppError } from '../domain/errors.js';
import type { NumberedChange } from '../store/changes.js';
import type { Psa } from './port.js';

/** Where the PSA listens, and the secret that it shares with us. `now` is ISO 8601 in UTC. */
export type WebhookOptions = { url: string; secret: string; now: () => string; timeoutMs?: number };

/**
 * The signature of a webhook, in the form of Standard Webhooks: HMAC-SHA256 over id, time stamp (seconds) and the raw
 * body, joined by dots. The receiver compares it in constant time and refuses old time stamps.
 */
export function signature(secret: string, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/**
 * Tells a PSA its changes by signed webhooks. The id is the same for every attempt of a change, so that a repetition
 * is recognised. Throws until the PSA answers 2xx; the delivery workflow tries again.
 */
export function createWebhook({ url, secret, now, timeoutMs = 15_000 }: WebhookOptions): Psa {
  return {
    async tell(connectionId: string, change: NumberedChange): Promise<void> {
      const id = `${connectionId}-${change.cursor}`;
      const timestamp = String(Math.floor(Date.parse(now()) / 1_000));
      const body = JSON.stringify({ connection: connectionId, ...change, cursor: String(change.cursor) });
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signature(secret, id, timestamp, body),
      };
      const response = await post(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok)
        throw new AppError('unavailable', `The PSA answered ${response.status} to the webhook ${id}; expected 2xx.`);
    },
  };
}

async function post(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `The PSA does not answer at ${new URL(url).origin}: ${AppError.from(cause).message}`,
      { cause },
    );
  }
}
