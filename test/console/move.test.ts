import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompanyFile, openInMemoryCompanyFile, parseQwc } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, orderLine, purchaseOrder } from '../stories/snapshots.js';
import { beginStory, type Story } from '../stories/story.js';
import { type Browser, signedIn } from './harness.js';

let product: Product;
let admin: Browser;
beforeAll(async () => {
  product = await startProduct();
  admin = await signedIn(product, 'admin', 'Ada');
});
afterAll(() => product.stop());

const pageOf = ({ id }: Story): string => `/console/c/${id}/connection`;
const moveOf = (story: Story): string => `${pageOf(story)}/move`;
const body = async (url: string, browser = admin): Promise<string> => (await browser.get(url)).body;
const fileOf = async ({ rest }: Story): Promise<string> => (await rest('GET', '')).body.fileId;

/** A company file to which the .qwc file of the connection, as it is now, was added. */
async function newFile({ rest }: Story): Promise<CompanyFile> {
  const { ownerId, fileId } = parseQwc((await rest('GET', '/qwc')).body as string);
  const company = openInMemoryCompanyFile();
  company.writeFileId(ownerId, fileId);
  return company;
}

const fields = (story: Story, changes: object = {}) => ({
  confirm: story.id,
  reason: 'New year, new file',
  companyFile: '',
  fileId: '',
  ...changes,
});

describe('the page of a connection', () => {
  it('says which company file was open in which QuickBooks, and which Web Connector called', async () => {
    const story = await beginStory(product, 'versions');
    expect(await body(pageOf(story))).toContain('Shown after the first session');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();

    const page = await body(pageOf(story));

    expect(page).toContain(
      `Open in QuickBooks: <strong>${story.company.company.name}</strong> <code>${story.company.company.path}</code>.`,
    );
    expect(page).toContain('QuickBooks Desktop Pro 2023 (simulator), version 33.0, US, qbXML 16.0');
    expect(page).toContain('version 2.3.0.215');
    expect((await story.rest('GET', '')).body).toMatchObject({
      quickBooks: { productName: 'QuickBooks Desktop Pro 2023 (simulator)', fileId: await fileOf(story) },
      webConnectorVersion: '2.3.0.215',
    });
    const [session] = (await story.rest('GET', '/sessions')).body.items;
    const sessionPage = await body(`/console/c/${story.id}/sessions/${session.id}`);
    expect(sessionPage).toContain('version 33.0, US, qbXML 16.0');
    expect(sessionPage).toContain('version 2.3.0.215');
  });
});

describe('moving a connection to another company file', () => {
  it('shows before what would happen, and is done by who types the id', async () => {
    const story = await beginStory(product, 'moves');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run();
    await story.put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '1' })] }));
    await story.enqueue('invoices', 'I1', invoice());
    await story.settled();
    const former = await fileOf(story);

    const page = await body(moveOf(story));
    expect(page).toContain(`<code>{${former}}</code>`);
    expect(page).toContain(`<strong>${story.company.company.name}</strong>`);
    expect(page).toContain('the FileID of this connection');
    expect(page).toMatch(/<strong>1 item<\/strong> that waits goes to the new file/);
    expect(page).toMatch(/<strong>1 purchase order<\/strong> in the present file that waits for a receipt/);
    expect(page).toContain(`href="/console/c/${story.id}/purchase-orders/P1"`);

    for (const wrong of [{ confirm: 'moves?' }, { confirm: '' }, { reason: ' ' }, { _csrf: 'x' }]) {
      expect((await admin.post(moveOf(story), fields(story, wrong))).statusCode, JSON.stringify(wrong)).toBeOneOf([
        400, 409,
      ]);
    }
    expect(await fileOf(story)).toBe(former);

    await admin.get(moveOf(story));
    const moved = await admin.post(moveOf(story), fields(story));
    await story.settled();

    expect([moved.statusCode, moved.headers.location]).toEqual([303, pageOf(story)]);
    const present = await fileOf(story);
    expect(present).not.toBe(former);
    expect(await story.history('purchase-orders', 'P1')).toContainEqual(
      expect.objectContaining({ event: 'leftBehind', by: 'Ada' }),
    );
    expect(await body('/console/users')).toMatch(
      new RegExp(`<td>Ada</td><td>moved to another company file the connection ${story.id} from FileID \\{${former}`),
    );
    expect(await body(moveOf(story))).toContain('New year, new file (Ada)');
  });

  it('leads from a refused session to the page, and from the move to the new file', async () => {
    const story = await beginStory(product, 'leads');
    await story.enqueue('invoices', 'I1', invoice());
    await admin.get(moveOf(story));
    await admin.post(moveOf(story), fields(story, { confirm: 'leads', companyFile: 'C:\\QB\\new.qbw' }));
    expect((await story.rest('GET', '')).body).toMatchObject({ companyFile: 'C:\\QB\\new.qbw' });
    await story.rest('PUT', '', { displayName: 'leads', username: story.id });
    expect(await body(pageOf(story))).toMatch(/Moved to another company file<\/strong>.*Download the .qwc file again/s);

    await story.run();
    const [session] = (await story.rest('GET', '/sessions')).body.items;
    const refused = await body(`/console/c/${story.id}/sessions/${session.id}`);
    expect(refused).toContain('Wrong company file:');
    expect(refused).toContain(`href="${moveOf(story)}"`);
    expect(refused).toContain('href="/console/errors/wrong-company-file"');
    expect(await body(pageOf(story))).toContain('which is not the file of this connection');
    expect(await body(moveOf(story))).toContain('another FileID');

    await story.session({ company: await newFile(story) });
    await story.settled();
    expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    const page = await body(pageOf(story));
    expect(page).not.toContain('Moved to another company file</strong>');
    expect(page).not.toContain('which is not the file');
  });

  it('goes back to a former file, and to one that was found open with a FileID of its own', async () => {
    const story = await beginStory(product, 'back');
    const first = await fileOf(story);
    await admin.get(moveOf(story));
    await admin.post(moveOf(story), fields(story));
    expect(await body(moveOf(story))).toContain(`<option value="${first}">back to the former file`);
    const found = '11111111-2222-3333-4444-555555555555';
    story.company.changeFileId(story.qwc.ownerId, `{${found.toUpperCase()}}`);
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();

    expect(await body(moveOf(story))).toContain(`<option value="${found}">the file that was found open`);
    await admin.post(moveOf(story), fields(story, { fileId: found }));

    expect(await fileOf(story)).toBe(found);
    await story.run();
    expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('has no form while something is unfinished, and says what to do first', async () => {
    const story = await beginStory(product, 'unfinished');
    await story.enqueue('invoices', 'I1', invoice());
    await story.session({ misbehave: [{ do: 'loseResponse' }] });
    const former = await fileOf(story);

    const page = await body(moveOf(story));

    expect(page).toContain('It cannot be moved now');
    expect(page).toContain('run the Web Connector with the old company file');
    expect(page).not.toContain('name="confirm"');
    expect((await admin.post(moveOf(story), fields(story))).statusCode).toBe(409);
    expect(await fileOf(story)).toBe(former);
  });

  it('is for admins alone', async () => {
    const story = await beginStory(product, 'roles');
    const former = await fileOf(story);
    const operator = await signedIn(product, 'operator', 'Otto');

    expect((await operator.get(moveOf(story))).statusCode).toBe(403);
    expect((await operator.post(moveOf(story), fields(story))).statusCode).toBe(403);
    expect(await body(pageOf(story), operator)).not.toContain(moveOf(story));
    expect(await fileOf(story)).toBe(former);
  });
});
