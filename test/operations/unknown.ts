import { expect } from 'vitest';
import type { CompanyFile, Misbehaviour } from '../../simulator/simulator.js';
import { ledgerOf } from '../faults/exactly-once.js';
import type { Product } from '../helpers/product.js';
import type { Story } from '../stories/story.js';

type Add = 'InvoiceAdd' | 'PurchaseOrderAdd' | 'ItemReceiptAdd' | 'TimeTrackingAdd';

/** The answer of a set of this type is lost in three sessions: from then on its records are looked for by key. */
export async function loseThrice({ session, settled }: Story, type: Add): Promise<void> {
  for (let time = 0; time < 3; time += 1)
    expect(await session({ misbehave: [{ do: 'loseResponse', at: type }] })).toMatchObject({ outcome: 'died' });
  await settled();
}

/** A request inside a message set of its own, as another application could send it. */
export const ofAnother = (request: string): string =>
  `<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">${request}</QBXMLMsgsRq></QBXML>`;

/** QuickBooks answers the questions of the next set of this type one after the other with these status codes; once. */
export function answering(query: string, ...statusCodes: readonly number[]): Misbehaviour {
  let ids: (string | undefined)[] = [];
  return {
    do: 'answerText',
    at: ({ requestXml }) => {
      if (ids.length > 0) return false;
      ids = [...requestXml.matchAll(new RegExp(`<${query}Rq requestID="([^"]*)"`, 'g'))].map(([, id]) => id);
      return ids.length > 0;
    },
    get text() {
      const answers = ids.map((id, index) => {
        const code = statusCodes[index];
        return `<${query}Rs requestID="${id}" statusCode="${code}" statusSeverity="Error" statusMessage="Said in a test."/>`;
      });
      return `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>${answers.join('')}</QBXMLMsgsRs></QBXML>`;
    },
  };
}

/** When the query comes, QuickBooks has a second transaction that carries the same mark. */
export const doubled = (query: string, request: (guid: string) => string): Misbehaviour => ({
  do: 'edit',
  at: query,
  edit: (company: CompanyFile) => {
    const guid = String(company.transactions().find(({ externalGuid }) => externalGuid !== undefined)?.externalGuid);
    const result = company.process(ofAnother(request(guid)));
    expect('response' in result ? result.response : result.message).toContain('Status OK');
  },
});

const INVOICE = (guid: string): string =>
  `<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Northwind Clinic</FullName></CustomerRef><TxnDate>2026-01-05</TxnDate><RefNumber>1001</RefNumber><ExternalGUID>${guid}</ExternalGUID><InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef><Quantity>1</Quantity></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>`;

const ORDER = (guid: string): string =>
  `<PurchaseOrderAddRq><PurchaseOrderAdd><VendorRef><FullName>Acme Distribution</FullName></VendorRef><TxnDate>2026-01-05</TxnDate><RefNumber>PO-1</RefNumber><ExternalGUID>${guid}</ExternalGUID><PurchaseOrderLineAdd><ItemRef><FullName>FW-60F</FullName></ItemRef><Quantity>10</Quantity></PurchaseOrderLineAdd></PurchaseOrderAdd></PurchaseOrderAddRq>`;

/** Brings the one item that is ready to "outcome unknown": its answer is lost, and a search finds two candidates. */
export async function becomesUnknown(product: Product, story: Story, kind: 'invoices' | 'purchase-orders') {
  await loseThrice(story, kind === 'invoices' ? 'InvoiceAdd' : 'PurchaseOrderAdd');
  const double = kind === 'invoices' ? doubled('InvoiceQuery', INVOICE) : doubled('PurchaseOrderQuery', ORDER);
  expect(await story.run([double])).toMatchObject({ outcome: 'done' });
  expect((await ledgerOf(product, story.id)).map(({ state }) => state)).toEqual(['unknown']);
  return story.company.transactions().map(({ txnId }) => txnId);
}
