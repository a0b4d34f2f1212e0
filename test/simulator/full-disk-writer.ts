// A process of its own for full-disk.test.ts, which limits how large its files may become: it opens the company file,
// adds a set of so many invoices for each number of its command line, and says what came of each.
import { openCompanyFile } from '../../simulator/simulator.js';

const line = '<InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef></InvoiceLineAdd>';
const invoice = `<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Cedar Dental</FullName></CustomerRef>${line}</InvoiceAdd></InvoiceAddRq>`;
const [path = '', ...counts] = process.argv.slice(2);
const said: string[] = [];

async function attempt(name: string, work: () => unknown): Promise<void> {
  try {
    await work();
    said.push(`${name}: kept`);
  } catch (error) {
    said.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

await attempt('open', async () => {
  const file = await openCompanyFile(path);
  for (const count of counts) {
    const set = `<QBXMLMsgsRq newMessageSetID="N${count}" onError="stopOnError">${invoice.repeat(Number(count))}</QBXMLMsgsRq>`;
    await attempt(count, () => file.process(`<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>${set}</QBXML>`));
  }
  said.push(`${file.transactions().length} invoices`);
  file.close();
});
console.log(JSON.stringify(said));
