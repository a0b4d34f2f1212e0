// A process of its own for company-on-disk.test.ts: it adds sets of three invoices and says each set's id once it has
// its answer, until it is killed.
import { writeSync } from 'node:fs';
import { openCompanyFile } from '../../simulator/simulator.js';

const line = '<InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef></InvoiceLineAdd>';
const invoice = `<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Cedar Dental</FullName></CustomerRef>${line}</InvoiceAdd></InvoiceAddRq>`;
const file = await openCompanyFile(process.argv[2] ?? '');
for (let number = 1; ; number += 1) {
  const set = `<QBXMLMsgsRq newMessageSetID="S${number}" onError="stopOnError">${invoice.repeat(3)}</QBXMLMsgsRq>`;
  file.process(`<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>${set}</QBXML>`);
  writeSync(1, `S${number}\n`);
}
