import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Run, runAgainst, set } from './run-against.js';
import { type Received, sending } from './scripted-server.js';

describe('misbehaviour', () => {
  const session = async (misbehave: Misbehaviour, responses: Received['parameters'][] = []): Promise<Run> =>
    runAgainst(sending([set('S1'), set('S2'), set('S3')], responses), { misbehave: [{ at: 2, ...misbehave }] });

  it.each<[Misbehaviour['do'], number, number]>([
    ['dieBeforeCommit', 1, 1],
    ['dieAfterCommit', 2, 1],
    ['loseResponse', 2, 1],
  ])('%s: the server hears no more', async (what, transactions, heard) => {
    const { result, server, file } = await session({ do: what } as Misbehaviour);

    expect(result.outcome).toBe('died');
    expect(file.transactions()).toHaveLength(transactions);
    expect(file.messageSets).toHaveLength(transactions);
    expect(server.operations.filter((one) => one === 'receiveResponseXML')).toHaveLength(heard);
    expect(server.operations.at(-1)).toBe('sendRequestXML');
  });

  it.each<[Misbehaviour, Readonly<Record<string, unknown>>, number]>([
    [
      { do: 'hresult', hresult: '0x80040402', message: 'oops' },
      { response: '', hresult: '0x80040402', message: 'oops' },
      2,
    ],
    [{ do: 'hresult', hresult: '0x80040402', executed: true }, { response: '', hresult: '0x80040402' }, 3],
    [{ do: 'answerText', text: 'no XML' }, { response: 'no XML', hresult: '' }, 3],
    [{ do: 'cutResponse' }, { response: expect.not.stringContaining('</QBXML>') }, 3],
  ])('%o: what the server gets', async (misbehaviour, delivered, transactions) => {
    const responses: Received['parameters'][] = [];
    const { result, file } = await session(misbehaviour, responses);

    expect(result.outcome).toBe('done');
    expect(responses[1]).toMatchObject(delivered);
    expect(file.transactions()).toHaveLength(transactions);
  });

  it('duplicateAnswer: the same answer comes twice', async () => {
    const calls: Received[] = [];
    const usual = sending([set('S1')]);
    await runAgainst(
      (call) => {
        calls.push(call);
        return call.operation === 'receiveResponseXML' ? '100' : usual(call);
      },
      { misbehave: [{ do: 'duplicateAnswer', at: 'InvoiceAdd' }] },
    );

    const [first, second] = calls.filter(({ operation }) => operation === 'receiveResponseXML');
    expect(second?.parameters).toEqual(first?.parameters);
  });

  it('delay, lock, cannotStore and edit act on their set', async () => {
    const responses: Received['parameters'][] = [];
    const { result } = await runAgainst(sending([set('S1'), set('S2'), set('S3')], responses), {
      misbehave: [
        { do: 'delay', at: 1, ms: 30 },
        { do: 'lock', at: 2, what: 'Northwind Clinic' },
        { do: 'cannotStore', at: 3 },
        { do: 'edit', at: 3, edit: (file) => file.setElement('Remote Support', { isActive: false }) },
      ],
    });

    expect(result.ms).toBeGreaterThan(29);
    expect(responses.map(({ response }) => /statusCode="(\d+)"/.exec(response ?? '')?.[1])).toEqual([
      '0',
      '3175',
      '3140',
    ]);
    expect(responses[2]?.response).toContain('messageSetStatusCode="9005"');
  });
});

describe('a transcript', () => {
  it('keeps the request before whose commit QuickBooks dies', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'transcript-'));

    await runAgainst(sending([set('S1')]), { transcript: folder, misbehave: [{ do: 'dieBeforeCommit' }] });

    expect(readdirSync(folder).sort()).toEqual(['0001-request.xml', '0001-response.xml', '0002-request.xml']);
    expect(readFileSync(join(folder, '0002-request.xml'), 'utf8')).toBe(set('S1'));
    rmSync(folder, { recursive: true });
  });

  it('numbers what went over the wire, and marks what is not valid', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'transcript-'));
    const bad = set('S1').replaceAll('InvoiceLineAdd', 'Line');
    const options = { transcript: folder, misbehave: [{ do: 'cutResponse', at: 2 } as const] };

    await runAgainst(sending([bad, set('S2')]), options);
    await runAgainst(sending([set('S3').replace('<Quantity>2', '<Quantity>two')]), { transcript: folder });

    expect(readdirSync(folder).sort()).toEqual([
      ...['0001-request.xml', '0001-response.xml', '0002-request.xml.rejected'],
      ...['0003-request.xml', '0003-response.delivered.txt', '0003-response.xml'],
      ...['0004-request.xml', '0004-response.xml', '0005-request.xml.rejected', '0005-response.xml'],
    ]);
    expect(readFileSync(join(folder, '0003-request.xml'), 'utf8')).toBe(set('S2'));
    rmSync(folder, { recursive: true });
  });
});
