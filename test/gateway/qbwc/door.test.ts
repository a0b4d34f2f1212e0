import { describe, expect, it } from 'vitest';
import { Deadline } from '../../../gateway/qbwc/door/deadline.js';
import { readHead } from '../../../gateway/qbwc/door/head.js';
import { Room, Share } from '../../../gateway/qbwc/door/room.js';
import { envelope } from './gateway.js';

const head = (text: string) => readHead(Buffer.from(text));
const call = envelope('receiveResponseXML', { ticket: 'abc', response: '<QBXML/>', hresult: '', message: '' });

describe('operation and ticket', () => {
  it.each([
    ['as QBWC writes them', call],
    ['in RPC style', call.replaceAll('receiveResponseXML', 'q1:receiveResponseXML').replaceAll('soap:', 'SOAP-ENV:')],
    [
      'with a header, a comment and a byte order mark',
      `\ufeff${call.replace('<soap:Body>', '<soap:Header><a b="/>"><ticket>no</ticket></a></soap:Header><!-- <x> --><soap:Body>')}`,
    ],
    ['in CDATA', call.replace('>abc<', '><![CDATA[abc]]><')],
    ['with entities', call.replace('>abc<', '>&#97;b&#x63;<')],
    ['behind another parameter', call.replace('<ticket>', '<other>&lt;</other><ticket>')],
  ])('are found %s', (_how, text) => {
    expect(head(text)).toEqual({ operation: 'receiveResponseXML', ticket: 'abc', stop: 'end' });
  });

  it('are found wherever the body is cut behind them', () => {
    const end = call.indexOf('</ticket>') + '</ticket>'.length;
    for (let length = end; length < call.length; length += 1)
      expect(head(call.slice(0, length))).toMatchObject({ operation: 'receiveResponseXML', ticket: 'abc' });
    expect(head(call.slice(0, end - 1)).ticket).toBe('');
  });

  it.each([
    ['nothing', '', 'end'],
    ['text', 'hello', 'cut'],
    ['a DTD', '<!DOCTYPE x><Envelope><Body><getLastError/></Body></Envelope>', 'malformed'],
    ['a tag in a tag', '<Envelope <Body>', 'malformed'],
    ['an attribute without end', '<Envelope a="', 'cut'],
    ['an operation that is no child of the body', '<Envelope><getLastError/></Envelope>', 'end'],
    [
      'a thousand elements before the operation',
      `<Envelope>${'<a/>'.repeat(1_000)}<Body><getLastError/></Body></Envelope>`,
      'tooMuch',
    ],
    ['a tag of 20 kB', `<Envelope a="${'b'.repeat(20_000)}"><Body><getLastError/></Body></Envelope>`, 'tooMuch'],
  ])('are not found in %s', (_what, text, stop) => {
    expect(head(text)).toEqual({ operation: undefined, ticket: '', stop });
  });
});

describe('room', () => {
  it('is given in turn, also when who waits first wants more than there is', async () => {
    const room = new Room(10);
    const first = new Share(room);
    await first.take(6, 0);
    const order: string[] = [];
    const large = room.take(8, 5_000).then(() => order.push('large'));
    const small = room.take(2, 5_000).then(() => order.push('small'));
    first.over();
    await Promise.all([large, small]);
    expect(order).toEqual(['large', 'small']);
  });

  it('is refused at once, or after some time, and those behind go on', async () => {
    const room = new Room(10);
    await room.take(6, 0);
    await expect(room.take(5, 0)).rejects.toMatchObject({ code: 'unavailable' });
    const refused = expect(room.take(5, 20)).rejects.toMatchObject({ code: 'unavailable' });
    const behind = room.take(4, 5_000);
    await refused;
    await behind;
  });

  it('is not kept by a call that ended while it waited', async () => {
    const room = new Room(10);
    await room.take(10, 0);
    const share = new Share(room);
    const waiting = share.take(10, 5_000);
    share.over();
    room.give(10);
    await waiting;
    await room.take(10, 0);
  });
});

describe('a deadline', () => {
  it('ends the wait, counted from the beginning also when it is moved', async () => {
    const deadline = new Deadline(10_000);
    const kept = deadline.keep(new Promise(() => undefined));
    deadline.moveTo(1);
    await expect(kept).rejects.toMatchObject({
      code: 'tooSlow',
      message: 'The body was not here within 0.001 seconds.',
    });
  });

  it('lets through what is in time', async () => {
    expect(await new Deadline(5_000).keep(Promise.resolve('here'))).toBe('here');
  });
});
