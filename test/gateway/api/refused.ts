import { expect } from 'vitest';
import type { Harness } from './harness.js';

/** Sends a request and expects a whole problem+json of a status. */
export async function refused(harness: Harness, status: number, options: Parameters<Harness['send']>[0]) {
  const reply = await harness.send(options);
  expect({ status: reply.statusCode, body: reply.body }).toMatchObject({ status });
  expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
  const body = reply.json();
  expect(body).toMatchObject({
    type: expect.stringMatching(/^urn:/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
  });
  return { reply, body };
}

/** The URL of something of the connection `acme`. */
export const url = (path: string): string => `/api/v1/connections/acme/${path}`;

export const JSON_TYPE = { 'content-type': 'application/json' };
