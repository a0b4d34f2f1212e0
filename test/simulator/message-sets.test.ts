import { describe, expect, it } from 'vitest';
import { openInMemoryCompanyFile } from '../../simulator/simulator.js';
import { child, invoiceAdd, messageSet, oneLine, responseTo, statusOf, textAt } from './requests.js';

const guid = '{0b4a0c9e-2c0d-4c58-9d5c-0f4a35e1c001}';
const adding = (ids: string): string =>
  messageSet(
    invoiceAdd(`<ExternalGUID>${guid}</ExternalGUID>`) + invoiceAdd('', oneLine, 'Nobody') + invoiceAdd(),
    `${ids} onError="stopOnError"`,
  );
const empty = (ids: string): string => messageSet('', `${ids} onError="stopOnError"`);

describe('a message set with an id', () => {
  it('is executed once; the same bytes again get what was stored, as ErrorRecovery', () => {
    const file = openInMemoryCompanyFile();

    const first = responseTo(file, adding('newMessageSetID="S1"'));
    const again = responseTo(file, adding('newMessageSetID="S1"'));

    expect(first.attributes).toEqual({ newMessageSetID: 'S1', messageSetStatusCode: '0' });
    expect(again.attributes).toEqual(first.attributes);
    expect(again.children.map(statusOf)).toEqual(['0 Info', '3140 Error', '3231 Error']);
    expect(again.children.map(({ attributes }) => attributes)).toEqual(
      first.children.map(({ attributes }) => attributes),
    );
    const [added] = first.children;
    const [recovered] = again.children;
    if (!added || !recovered) expect.fail('no responses');
    expect(recovered.children.map(({ name }) => name)).toEqual(['ErrorRecovery']);
    for (const name of ['TxnID', 'TxnNumber', 'EditSequence', 'ExternalGUID']) {
      expect(textAt(recovered, 'ErrorRecovery', name)).toBe(textAt(child(added, 'InvoiceRet'), name));
    }
    expect(file.transactions()).toHaveLength(1);
  });

  it('gets 9001 with other bytes, and nothing is executed', () => {
    const file = openInMemoryCompanyFile();
    responseTo(file, adding('newMessageSetID="S1"'));

    const other = responseTo(
      file,
      adding('newMessageSetID="S1"').replace('Cedar', 'Harbor').replace('<Quantity>2', '<Quantity>3'),
    );

    expect([other.attributes.messageSetStatusCode, other.children.length, file.transactions().length]).toEqual([
      '9001',
      0,
      1,
    ]);
  });

  it('frees the set that oldMessageSetID names', () => {
    const file = openInMemoryCompanyFile();
    responseTo(file, adding('newMessageSetID="S1"'));

    const next = responseTo(file, adding('newMessageSetID="S2" oldMessageSetID="S1"'));
    const again = responseTo(file, adding('newMessageSetID="S2" oldMessageSetID="S1"'));

    expect([next, again].map((set) => set.attributes.messageSetStatusCode)).toEqual(['0', '0']);
    expect(file.messageSets.map(({ id }) => id)).toEqual(['S2']);
    expect(file.transactions()).toHaveLength(2);
  });

  it.each([
    ['23 characters', 'a'.repeat(23), '0', 1],
    ['24 characters', 'a'.repeat(24), '9004', 0],
    ['a UUID', '0b4a0c9e-2c0d-4c58-9d5c-0f4a35e1c001', '9004', 0],
  ])('of %s gets the status it should', (_, id, status, count) => {
    const file = openInMemoryCompanyFile();

    const set = responseTo(file, adding(`newMessageSetID="${id}"`));

    expect([set.attributes.messageSetStatusCode, file.transactions().length]).toEqual([status, count]);
  });

  it('that is its own old set is a status check, whatever it holds', () => {
    const file = openInMemoryCompanyFile();
    responseTo(file, adding('newMessageSetID="S1"'));

    const check = responseTo(
      file,
      messageSet(invoiceAdd(), 'newMessageSetID="S1" oldMessageSetID="S1" onError="stopOnError"'),
    );

    expect(check.attributes.messageSetStatusCode).toBe('0');
    expect(check.children.map(statusOf)).toEqual(['0 Info', '3140 Error', '3231 Error']);
    expect(file.transactions()).toHaveLength(1);
  });

  it('is executed and reported as 9005 when its state cannot be stored, and executed again then', () => {
    const file = openInMemoryCompanyFile();
    file.setCompany({ setsNotStorable: 1 });

    const codes = [1, 2, 3].map(() => responseTo(file, adding('newMessageSetID="S1"')).attributes.messageSetStatusCode);

    expect(codes).toEqual(['9005', '0', '0']);
    expect(file.transactions()).toHaveLength(2);
  });

  it('gets 9002 when its stored state is lost, and is executed again when all are forgotten', () => {
    const file = openInMemoryCompanyFile();
    responseTo(file, adding('newMessageSetID="S1"'));
    file.loseMessageSets();

    const lost = responseTo(file, adding('newMessageSetID="S1"'));
    file.forgetMessageSets();
    const anew = responseTo(file, adding('newMessageSetID="S1"'));

    expect([lost, anew].map((set) => [set.attributes.messageSetStatusCode, set.children.length])).toEqual([
      ['9002', 0],
      ['0', 3],
    ]);
    expect(file.transactions()).toHaveLength(2);
  });

  it('is not stored when QuickBooks cannot parse it', () => {
    const file = openInMemoryCompanyFile();
    file.process(adding('newMessageSetID="S1"').replaceAll('InvoiceLineAdd', 'Line'));

    expect(responseTo(file, adding('newMessageSetID="S1"')).attributes.messageSetStatusCode).toBe('0');
  });

  it('returns no Ret when responseData is includeNone', () => {
    const file = openInMemoryCompanyFile();

    const [response] = responseTo(
      file,
      messageSet(invoiceAdd(), 'responseData="includeNone" onError="stopOnError"'),
    ).children;

    expect(response?.children).toEqual([]);
    expect(file.transactions()).toHaveLength(1);
  });
});

describe('a message set without requests', () => {
  it.each([
    ['both ids, known', 'oldMessageSetID="S1" newMessageSetID="S1"', '0', 3, 1],
    ['both ids, unknown', 'oldMessageSetID="S9" newMessageSetID="S9"', '9002', 0, 1],
    ['the old id, known', 'oldMessageSetID="S1"', '0', 0, 0],
    ['the old id, unknown', 'oldMessageSetID="S9"', '600', 0, 1],
    ['ClearAllMessageSets', 'oldMessageSetID="ClearAllMessageSets"', '0', 0, 0],
  ])('with %s', (_, ids, status, responses, left) => {
    const file = openInMemoryCompanyFile();
    responseTo(file, adding('newMessageSetID="S1"'));

    const set = responseTo(file, empty(ids));

    expect([set.attributes.messageSetStatusCode, set.children.length, file.messageSets.length]).toEqual([
      status,
      responses,
      left,
    ]);
    expect(file.transactions()).toHaveLength(1);
  });
});
