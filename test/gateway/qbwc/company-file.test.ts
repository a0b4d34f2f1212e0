import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_ID } from '../../../transfers/session/owner-id.js';
import { answerOf, call, type Gateway, logIn, putConnection, receive, send, startGateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const OTHER = '{11111111-2222-3333-4444-555555555555}';

const setsOf = async (id: string): Promise<number> => {
  const { rows } = await gateway.database.query('select 1 from message_sets where connection_id = $1', [id]);
  return rows.length;
};

describe('S31: the wrong company file', () => {
  it('with another FileID: nothing is written; what was expected and what was found is told', async () => {
    const connection = await putConnection(gateway, 'other-file');
    connection.company.changeFileId(OWNER_ID, OTHER);
    const ticket = await logIn(gateway, connection);

    expect((await send(gateway, connection, ticket, true)).result).toBe('');

    const error = String((await call(gateway, 'getLastError', { ticket })).result).toLowerCase();
    expect(error).toContain(connection.fileId.toLowerCase());
    expect(error).toContain(OTHER);
    expect(error).toContain('sample managed services');
    expect(error).toContain(connection.company.company.path.toLowerCase());
    expect(error).toContain('nothing was sent');
    expect((await call(gateway, 'closeConnection', { ticket })).result).toMatch(/^Wrong company file/);
    expect(await setsOf('other-file')).toBe(0);
    const { rows } = await gateway.database.query(`select state from sessions where connection_id = 'other-file'`);
    expect(rows).toEqual([{ state: 'failed' }]);
  });

  it('without a FileID: nothing is written', async () => {
    const connection = await putConnection(gateway, 'no-file-id');
    connection.company.changeFileId(OWNER_ID, undefined);
    const ticket = await logIn(gateway, connection);
    expect((await send(gateway, connection, ticket, true)).result).toBe('');
    const error = String((await call(gateway, 'getLastError', { ticket })).result);
    expect(error).toContain('no FileID');
    expect(error.toLowerCase()).toContain(connection.fileId.toLowerCase());
    expect(await setsOf('no-file-id')).toBe(0);
  });

  it.each([
    ['nothing', ''],
    ['text', 'QuickBooks is closed'],
    ['a cut answer', '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><HostQueryRs requestID="0" statusCode="0"'],
    ['an answer without a company', '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs></QBXMLMsgsRs></QBXML>'],
  ])('%s where the company should be shown: nothing is written', async (name, strHCPResponse) => {
    const connection = await putConnection(gateway, `shown-${name}`);
    const ticket = await logIn(gateway, connection);
    const { result } = await call(gateway, 'sendRequestXML', {
      ticket,
      strHCPResponse,
      strCompanyFileName: 'C:\\x.qbw',
    });
    expect(result).toBe('');
    expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(/^Wrong company file: "C:\\x\.qbw"/);
    expect(await setsOf(connection.id)).toBe(0);
  });

  it('the FileID of another application counts for nothing', async () => {
    const connection = await putConnection(gateway, 'foreign-owner');
    connection.company.changeFileId(OWNER_ID, undefined);
    connection.company.changeFileId(OTHER, connection.fileId);
    const ticket = await logIn(gateway, connection);
    expect((await send(gateway, connection, ticket, true)).result).toBe('');
    expect(await setsOf('foreign-owner')).toBe(0);
  });

  it('the FileID is the same in either case and with or without braces', async () => {
    const connection = await putConnection(gateway, 'letters');
    connection.company.changeFileId(OWNER_ID, connection.fileId.toUpperCase());
    const ticket = await logIn(gateway, connection);
    expect((await send(gateway, connection, ticket, true)).result).toContain('<InvoiceAddRq ');
  });

  it('is not asked to recover what another file has: the set waits for its own', async () => {
    const connection = await putConnection(gateway, 'swapped');
    const lost = await send(gateway, connection, await logIn(gateway, connection), true);
    connection.company.changeFileId(OWNER_ID, OTHER);
    expect((await send(gateway, connection, await logIn(gateway, connection), true)).result).toBe('');
    connection.company.changeFileId(OWNER_ID, connection.fileId);
    const ticket = await logIn(gateway, connection);
    const again = await send(gateway, connection, ticket, true);
    expect(again.result).toBe(lost.result);
    expect((await receive(gateway, ticket, answerOf(connection, again.result))).result).toBe('100');
  });
});
