import { expect } from 'vitest';
import type { CompanyFile } from '../../simulator/simulator.js';
import { parseXml, type XmlElement } from '../../simulator/xml/parse-xml.js';

/** A message set around requests. */
export function messageSet(requests: string, attributes = 'onError="continueOnError"'): string {
  return `<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq ${attributes}>${requests}</QBXMLMsgsRq></QBXML>`;
}

/** An InvoiceAdd; `header` stands behind the customer, in the order of the schema. */
export function invoiceAdd(header = '', lines = oneLine, customer = 'Northwind Clinic'): string {
  const reference = `<CustomerRef><FullName>${customer}</FullName></CustomerRef>`;
  return `<InvoiceAddRq requestID="1"><InvoiceAdd>${reference}${header}${lines}</InvoiceAdd></InvoiceAddRq>`;
}

export const oneLine =
  '<InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef><Quantity>2</Quantity><Rate>100.00</Rate></InvoiceLineAdd>';

/** A PurchaseOrderAdd over items with a quantity each. */
export function purchaseOrderAdd(lines: Readonly<Record<string, number>>, header = ''): string {
  const vendor = '<VendorRef><FullName>Acme Distribution</FullName></VendorRef>';
  const written = Object.entries(lines).map(([item, quantity]) => purchaseOrderLine(item, quantity));
  return `<PurchaseOrderAddRq><PurchaseOrderAdd>${vendor}${header}${written.join('')}</PurchaseOrderAdd></PurchaseOrderAddRq>`;
}

export function purchaseOrderLine(item: string, quantity: number): string {
  return `<PurchaseOrderLineAdd><ItemRef><FullName>${item}</FullName></ItemRef><Quantity>${quantity}</Quantity><Rate>10.00</Rate></PurchaseOrderLineAdd>`;
}

/** An ItemReceiptAdd with this content behind the vendor. */
export function itemReceiptAdd(content: string, vendor = 'Acme Distribution'): string {
  const reference = `<VendorRef><FullName>${vendor}</FullName></VendorRef>`;
  return `<ItemReceiptAddRq><ItemReceiptAdd>${reference}${content}</ItemReceiptAdd></ItemReceiptAddRq>`;
}

/** A line of a receipt that is linked to a line of an order. */
export function linkedLine(txnId: string, txnLineId: string, quantity?: string, more = ''): string {
  const count = quantity === undefined ? '' : `<Quantity>${quantity}</Quantity>`;
  return `<ItemLineAdd>${more}${count}<LinkToTxn><TxnID>${txnId}</TxnID><TxnLineID>${txnLineId}</TxnLineID></LinkToTxn></ItemLineAdd>`;
}

/** The message set of a response. */
export function responseTo(file: CompanyFile, requestXml: string): XmlElement {
  const result = file.process(requestXml);
  if ('hresult' in result) expect.fail(`${result.hresult}: ${result.detail}`);
  return child(parseXml(result.response).root, 'QBXMLMsgsRs');
}

/** The responses to some requests in one set. */
export function run(file: CompanyFile, requests: string, attributes?: string): readonly XmlElement[] {
  return responseTo(file, messageSet(requests, attributes)).children;
}

/** The response to one request. */
export function runOne(file: CompanyFile, request: string): XmlElement {
  const [response] = run(file, request);
  return response ?? expect.fail('no response');
}

/** The element at a path of names. */
export function child(element: XmlElement, ...path: readonly string[]): XmlElement {
  let found = element;
  for (const name of path) {
    found = found.children.find((one) => one.name === name) ?? expect.fail(`<${found.name}> holds no <${name}>`);
  }
  return found;
}

/** The text at a path, or undefined. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | undefined {
  let found: XmlElement | undefined = element;
  for (const name of path) found = found?.children.find((one) => one.name === name);
  return found?.text;
}

export function statusOf(response: XmlElement): string {
  return `${response.attributes.statusCode} ${response.attributes.statusSeverity}`;
}
