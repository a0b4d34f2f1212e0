import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompanyFile, Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { expectExactlyOnce, ledgerOf, oursIn } from './exactly-once.js';
import { count, historyOf, Requests, readyInvoices, readyOfEveryKind } from './scenario.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const WRITES = ['InvoiceAdd', 'PurchaseOrderAdd', 'TimeTrackingAdd', 'BillAdd'] as const;

/** QuickBooks answers a set that it executed, or did not, with a status of its own error recovery. */
const recoverySays = (code: number): Misbehaviour => ({
  do: 'answerText',
  text: `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs messageSetStatusCode="${code}"></QBXMLMsgsRs></QBXML>`,
});

describe.each([600, 9001, 9002])('message set status %i', (code) => {
  it('S33: what is there is adopted, what is not is sent alone', async () => {
    const connection = await testConnection(product, `status-${code}`);
    await readyInvoices(connection, 4);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    const [, second] = oursIn(connection.company);
    connection.company.deleteTransaction('Invoice', { txnId: second?.txnId ?? '' });
    const requests = new Requests();
    const recovered = await connection.session({ misbehave: [recoverySays(code)], transcript: requests.folder });
    expect(recovered).toMatchObject({ outcome: 'done' });
    const [, queries, alone] = requests.all();
    expect(count(queries ?? '', 'InvoiceQuery')).toBe(4);
    expect(count(alone ?? '', 'InvoiceAdd')).toBe(1);
    await expectExactlyOnce(product, connection, { transferred: 4 });
    expect(await historyOf(connection, 'invoices', 'I1')).toContain('adopted');
    expect(await historyOf(connection, 'invoices', 'I2')).toEqual(['setReady', 'sent', 'notFound', 'added']);
    requests.remove();
  });
});

describe('a company file that lost the state of its sets (9002)', () => {
  it('of every kind: all is adopted', async () => {
    const connection = await testConnection(product, 'lost-state');
    await readyOfEveryKind(connection);
    const lose: Misbehaviour = { do: 'edit', edit: (company: CompanyFile) => company.loseMessageSets() };
    for (const at of WRITES)
      await connection.session({
        misbehave: [
          { ...lose, at: 1 },
          { do: 'loseResponse', at },
        ],
      });
    connection.company.loseMessageSets();
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    expect(oursIn(connection.company)).toHaveLength(6);
    await expectExactlyOnce(product, connection, { transferred: 4 });
  });
});

/** Three sessions that end without an outcome: QuickBooks has done everything, and says nothing. */
async function loseThrice(connection: TestConnection): Promise<void> {
  for (let session = 1; session <= 3; session += 1)
    expect(await connection.session({ misbehave: [{ do: 'loseResponse' }] })).toMatchObject({ outcome: 'died' });
}

describe('after three sessions without an outcome', () => {
  it('the company file may have forgotten its sets: nothing is added twice', async () => {
    const connection = await testConnection(product, 'forgotten');
    await readyInvoices(connection, 3);
    await loseThrice(connection);
    connection.company.forgetMessageSets();
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });

  it('what QuickBooks never executed is sent alone, under a new id, and the others go on', async () => {
    const connection = await testConnection(product, 'never-executed');
    await readyInvoices(connection, 3);
    for (let session = 1; session <= 3; session += 1)
      await connection.session({ misbehave: [{ do: 'dieBeforeCommit' }] });
    await readyInvoices(connection, 2, 4);
    const requests = new Requests();
    expect(await connection.session({ transcript: requests.folder })).toMatchObject({ outcome: 'done' });
    expect(requests.writing().map((request) => count(request, 'InvoiceAdd'))).toEqual([2, 1, 1, 1]);
    await expectExactlyOnce(product, connection, { transferred: 5 });
    requests.remove();
  });

  it('the query that gets no answer is asked anew in the next session', async () => {
    const connection = await testConnection(product, 'query-lost');
    await readyInvoices(connection, 2);
    await loseThrice(connection);
    await connection.session({ misbehave: [{ do: 'loseResponse', at: 'InvoiceQuery' }] });
    await connection.session({ misbehave: [{ do: 'cutResponse', at: 'InvoiceQuery' }] });
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });
});

describe('an outcome that nobody can tell', () => {
  it('is set aside for people: Pending/Failed with outcome-unknown; the connection goes on', async () => {
    const connection = await testConnection(product, 'unknown');
    await readyInvoices(connection, 2);
    await loseThrice(connection);
    const [first] = oursIn(connection.company);
    const stamp = String(first?.externalGuid);
    await readyInvoices(connection, 1, 3);
    const double: Misbehaviour = {
      do: 'edit',
      at: 'InvoiceQuery',
      edit: (company) => {
        const copy = `<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"><InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Northwind Clinic</FullName></CustomerRef><TxnDate>2026-01-05</TxnDate><RefNumber>I1</RefNumber><ExternalGUID>${stamp}</ExternalGUID><InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef><Quantity>1</Quantity></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq></QBXMLMsgsRq></QBXML>`;
        expect(JSON.stringify(company.process(copy))).toContain('Status OK');
      },
    };
    const session = await connection.session({ misbehave: [double] });
    expect(session).toMatchObject({ outcome: 'done' });
    await connection.settled();
    expect((await ledgerOf(product, connection.id)).map(({ state }) => state)).toEqual(['unknown', 'added', 'added']);
    const { body } = await connection.rest('GET', '/invoices/I1');
    expect(body).toMatchObject({ transferStatus: 'Pending/Failed', records: [{ state: 'unknown' }] });
    const { rows } = await product.database.query(
      `select failure ->> 'code' as code from items where connection_id = $1 and psa_id = 'I1'`,
      [connection.id],
    );
    expect(rows).toEqual([{ code: 'outcome-unknown' }]);
    expect(await historyOf(connection, 'invoices', 'I1')).toContain('outcomeUnknown');

    await readyInvoices(connection, 1, 4);
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await connection.settled();
    const shown = await connection.rest('GET', '/invoices?transferStatus=Transferred');
    expect(shown.body.total).toBe(3);
    expect(oursIn(connection.company)).toHaveLength(5);
  });
});
