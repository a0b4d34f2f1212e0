import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInMemoryCompanyFile, sampleCompanySeed } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import { expenseReport, invoice, orderLine, purchaseOrder, refusedInvoice, refusedOrder } from './snapshots.js';
import { beginStory, listen, requestsIn } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const CREATE_ALL = { settings: { missing: { customers: 'create', vendors: 'create', items: 'create' } } };

describe('S2: names that QuickBooks does not have', () => {
  it('S2: fail their items where the list is set to fail, with a hint; nothing is created', async () => {
    const { enqueue, run, get, history, company } = await beginStory(product, 'fail');
    const before = company.lists();
    await enqueue('invoices', 'I1', refusedInvoice());

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({
      transferStatus: 'Pending/Failed',
      reason: expect.stringContaining('"Nobody Knows"'),
    });
    expect((await history('invoices', 'I1')).at(-1)).toMatchObject({
      statusCode: 3140,
      hint: expect.stringMatching(/Create it there/),
    });
    expect(company.lists()).toEqual(before);
  });

  it('S2: are created first, with the levels above them, where the list is set to create', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 'create', CREATE_ALL);
    await enqueue(
      'invoices',
      'I1',
      invoice({ customer: { name: 'New Group~New Branch' }, lines: [{ item: 'Consulting', amount: '9.00' }] }),
    );
    await enqueue(
      'purchase-orders',
      'P1',
      purchaseOrder({ vendor: { name: 'New Vendor' }, lines: [orderLine({ product: 'Router 9', received: '1' })] }),
    );
    await enqueue('expense-reports', 'E1', expenseReport({ submitter: { name: 'v-Roe, Max' } }));
    const { sets, misbehave } = listen();

    await run(misbehave);

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(await get('expense-reports', 'E1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(company.customers().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['New Group', 'New Group:New Branch']),
    );
    expect(company.vendors().map(({ name }) => name)).toEqual(expect.arrayContaining(['New Vendor', 'v-Roe, Max']));
    expect(company.find('Consulting')).toMatchObject({ type: 'ItemService' });
    expect(company.find('Router 9')).toMatchObject({ type: 'ItemInventory' });
    const firstItem = sets.findIndex((set) => set.includes('InvoiceAddRq'));
    const lastName = sets.findLastIndex((set) => /(Customer|Vendor|ItemService|ItemInventory)AddRq/.test(set));
    expect(lastName).toBeLessThan(firstItem);
  });

  it('S2: are created once, and not asked for again in later sessions', async () => {
    const { enqueue, run, company } = await beginStory(product, 'create-once', CREATE_ALL);
    await enqueue('invoices', 'I1', refusedInvoice());
    await enqueue('invoices', 'I2', refusedInvoice({ number: '1002', customer: { name: 'NOBODY KNOWS' } }));
    await run();

    await enqueue('invoices', 'I3', refusedInvoice({ number: '1003' }));
    const { sets, misbehave } = listen();
    await run(misbehave);

    expect(company.customers().filter(({ name }) => name.toLowerCase() === 'nobody knows')).toHaveLength(1);
    expect(sets.flatMap(requestsIn)).not.toContain('CustomerQuery');
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(3);
  });

  it('S2: are adopted where QuickBooks has them inactive', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 'adopt', CREATE_ALL);
    await enqueue('invoices', 'I1', invoice({ customer: { name: 'Old Mill Bakery' } }));

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(company.customers().filter(({ name }) => name === 'Old Mill Bakery')).toMatchObject([{ isActive: false }]);
  });

  it('S2: are adopted where somebody was faster, also with an inactive one (3100)', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 'adopt-3100', CREATE_ALL);
    await enqueue('invoices', 'I1', refusedInvoice());

    await run([
      { do: 'edit', at: 'CustomerAdd', edit: (file) => file.addCustomer({ name: 'Nobody Knows', isActive: false }) },
    ]);

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(company.customers().filter(({ name }) => name === 'Nobody Knows')).toMatchObject([{ isActive: false }]);
  });

  it('S32: that have no Latin spelling are not created as one and the same name: each fails alone, with the field', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 'strange', CREATE_ALL);
    const before = company.lists();
    const strange = ['\u5317\u4eac\u516c\u53f8', '\u041e\u043b\u0435\u0433'];
    for (const [index, name] of strange.entries())
      await enqueue('invoices', `I${index}`, invoice({ number: `200${index}`, customer: { name } }));
    await enqueue('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ product: strange[0] })] }));
    await enqueue('expense-reports', 'E1', expenseReport({ submitter: { name: strange[1] } }));
    await enqueue('invoices', 'good', invoice());

    await run();

    const refused = {
      transferStatus: 'Pending/Failed',
      reason: expect.stringMatching(/name.* no character for ".".*PSA/),
    };
    expect(await get('invoices', 'I0')).toMatchObject(refused);
    expect(await get('invoices', 'I1')).toMatchObject(refused);
    expect((await get('purchase-orders', 'P1')).reason).toMatch(/^lines\[0\]\.product: .* no character/);
    expect((await get('expense-reports', 'E1')).reason).toMatch(/^submitter\.name: .* no character/);
    expect(company.lists()).toEqual(before);
    expect(company.transactions().map(({ refNumber }) => refNumber)).toEqual(['1001']);
  });

  it('S2: that a vendor has already fail the invoice of the customer, and say so', async () => {
    const { enqueue, run, get, history } = await beginStory(product, 'taken', CREATE_ALL);
    await enqueue('invoices', 'bad', invoice({ customer: { name: 'Acme Distribution' } }));
    await enqueue('invoices', 'good', invoice({ number: '1002' }));

    await run();

    expect(await get('invoices', 'bad')).toMatchObject({ transferStatus: 'Pending/Failed' });
    expect((await history('invoices', 'bad')).at(-1)).toMatchObject({
      event: 'refused',
      message: expect.stringContaining('Acme Distribution'),
    });
    expect(await get('invoices', 'good')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S17: are created also for a purchase order that failed before and now goes alone', async () => {
    const { put, enqueue, run, get, company } = await beginStory(product, 'alone', CREATE_ALL);
    await enqueue('purchase-orders', 'P1', refusedOrder());
    await run();

    await put(
      'purchase-orders',
      'P1',
      purchaseOrder({ vendor: { name: 'New Vendor' }, lines: [orderLine({ product: 'Router 9' })] }),
    );
    await run();

    expect(company.transactions({ type: 'PurchaseOrder' })).toMatchObject([
      { entity: 'New Vendor', lines: [{ name: 'Router 9' }] },
    ]);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S2: are created again when a backup is restored that does not have them', async () => {
    const { enqueue, run, session, settled, get } = await beginStory(product, 'restored', CREATE_ALL);
    await enqueue('invoices', 'I1', refusedInvoice());
    await run();
    await enqueue('invoices', 'I2', refusedInvoice({ number: '1002' }));
    const restored = openInMemoryCompanyFile();

    for (let count = 0; count < 2; count += 1) {
      await session({ company: restored });
      await settled();
    }

    expect(restored.find('Nobody Knows', 'Customer')).toMatchObject({ isActive: true });
    expect(await get('invoices', 'I2')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S2: names that nobody needs any more', () => {
  it('S2: are not created, neither after a correction in the PSA nor once the list is set to fail', async () => {
    const story = await beginStory(product, 'unneeded', CREATE_ALL);
    const { put, enqueue, rest, company } = story;
    await enqueue('invoices', 'I1', invoice({ customer: { name: 'Typo Customr' } }));
    await enqueue('invoices', 'I2', invoice({ number: '1002', customer: { name: 'New Customer' } }));
    await enqueue('invoices', 'I3', invoice({ number: '1003', lines: [{ item: 'New Item', amount: '9.00' }] }));
    const session = await beginSession(product, story);
    await session.answer(await session.ask());

    await put('invoices', 'I1', invoice());
    const settings = { missing: { customers: 'create', vendors: 'create', items: 'fail' } };
    const { displayName, username } = (await rest('GET', '')).body;
    const changed = await rest('PUT', '', { displayName, username, password: story.password, settings });
    expect(changed.status, JSON.stringify(changed.body)).toBeLessThan(300);
    await session.finish();
    await story.run();

    expect(company.find('New Customer', 'Customer')).toBeDefined();
    expect(company.find('Typo Customr', 'Customer')).toBeUndefined();
    expect(company.find('New Item')).toBeUndefined();
  });

  it('S2: are not created in a later session than the one that found them missing', async () => {
    const story = await beginStory(product, 'unneeded-later', CREATE_ALL);
    await story.enqueue('invoices', 'I1', invoice({ customer: { name: 'Typo Customr' } }));
    await story.run([{ do: 'dieBeforeCommit', at: 'CustomerQuery' }]);
    const session = await beginSession(product, story);
    await session.answer(await session.ask());
    await story.put('invoices', 'I1', invoice());

    await story.run();

    expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(story.company.find('Typo Customr', 'Customer')).toBeUndefined();
  });
});

describe('S2: accounts that new items post to', () => {
  const newItem = invoice({ lines: [{ item: 'New Item', amount: '9.00' }] });

  it('S2: are asked for again where QuickBooks did not say', async () => {
    const story = await beginStory(product, 'accounts-unsaid', CREATE_ALL);
    await story.enqueue('invoices', 'I1', newItem);
    const session = await beginSession(product, story);
    const refused =
      '<AccountQueryRs requestID="$1" statusCode="1010" statusSeverity="Error" statusMessage="System not available" />';
    await session.answer(await session.ask(), (response) =>
      response.replace(/<AccountQueryRs requestID="([^"]*)".*<\/AccountQueryRs>/s, refused),
    );
    await session.finish();
    const then = await story.get('invoices', 'I1');

    await story.run();

    expect(then).toMatchObject({ transferStatus: 'Pending/Failed' });
    expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S2: are found once somebody has made the one that was missing', async () => {
    const seed = sampleCompanySeed();
    const accounts = seed.accounts?.filter(({ type }) => type !== 'CostOfGoodsSold') ?? [];
    const story = await beginStory(product, 'accounts-made', {
      ...CREATE_ALL,
      company: openInMemoryCompanyFile({ ...seed, accounts, items: [] }),
    });
    await story.enqueue('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ product: 'New Router' })] }));
    await story.run();
    const then = await story.get('purchase-orders', 'P1');

    await story.session({ company: openInMemoryCompanyFile(seed) });
    await story.settled();

    expect(then).toMatchObject({ transferStatus: 'Pending/Failed' });
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S2: are asked for again where QuickBooks no longer has one (3140)', async () => {
    const story = await beginStory(product, 'accounts-renamed', CREATE_ALL);
    await story.enqueue('invoices', 'I1', newItem);
    await story.run();
    await product.database.query(
      `update connections set posting_accounts = '{"Income": "Renamed Since"}' where id = $1`,
      [story.id],
    );
    const other = invoice({ number: '1002', lines: [{ item: 'Another Item', amount: '9.00' }] });
    await story.enqueue('invoices', 'I2', other);
    await story.run();
    const then = await story.get('invoices', 'I2');

    await story.run();

    expect(then).toMatchObject({ transferStatus: 'Pending/Failed' });
    expect(await story.get('invoices', 'I2')).toMatchObject({ transferStatus: 'Transferred' });
  });
});
