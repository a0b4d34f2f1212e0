import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPassword } from '../../../gateway/shared/password.js';
import { findConnection } from '../../../store/connections.js';
import { CONNECTION, type Harness, startHarness } from './harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const put = (id: string, body: unknown) => harness.call('PUT', `/connections/${id}`, body);
const stored = async (id: string) => {
  const connection = await findConnection(harness.database, id);
  if (connection === undefined) throw new Error(`no connection ${id}`);
  return connection;
};

describe('PUT of a connection', () => {
  it('makes it with the default settings, and never shows the password', async () => {
    const made = await put('made', { ...CONNECTION, username: 'made' });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toEqual({
      id: 'made',
      displayName: 'Acme',
      username: 'made',
      companyFile: '',
      runEveryMinutes: null,
      settings: {
        numbering: 'psa',
        missing: { customers: 'fail', vendors: 'fail', items: 'fail' },
        maxRecords: 50,
        maxBytes: 1_000_000,
        paused: false,
      },
      fileId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      lastSeenAt: null,
      quickBooks: null,
      webConnectorVersion: null,
    });
    expect(made.body).not.toMatch(/password|scrypt/i);
    expect(await verifyPassword(CONNECTION.password, (await stored('made')).passwordHash)).toBe(true);
  });

  it('changes it, keeps the FileID and an absent password, and fills in what the settings leave out', async () => {
    await put('changed', { ...CONNECTION, username: 'changed' });
    const before = await stored('changed');
    const changed = await put('changed', {
      displayName: 'Other',
      username: 'changed-2',
      companyFile: 'C:\\QB\\acme.qbw',
      runEveryMinutes: 15,
      settings: { missing: { customers: 'create' }, maxRecords: 500 },
    });
    expect(changed.statusCode).toBe(200);
    const after = await stored('changed');
    expect(after).toMatchObject({
      fileId: before.fileId,
      passwordHash: before.passwordHash,
      companyFile: 'C:\\QB\\acme.qbw',
      runEveryMinutes: 15,
    });
    expect(after.settings).toMatchObject({
      missing: { customers: 'create', vendors: 'fail' },
      maxRecords: 500,
      maxBytes: 1_000_000,
    });
  });

  it('needs a password for a new one', async () => {
    const refused = await put('no-password', { displayName: 'x', username: 'x' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors).toEqual([{ field: 'password', problem: expect.stringContaining('missing') }]);
  });

  it('refuses a username that another connection has, also at the same moment', async () => {
    await put('first', { ...CONNECTION, username: 'taken' });
    const refused = await put('second', { ...CONNECTION, username: 'taken' });
    expect(refused.statusCode).toBe(409);
    expect(refused.json().errors[0].field).toBe('username');
    const both = await Promise.all(['third', 'fourth'].map((id) => put(id, { ...CONNECTION, username: 'together' })));
    expect(both.map(({ statusCode }) => String(statusCode)).sort()).toEqual(['201', '409']);
  });

  it('takes usernames for the same that differ by case and spaces, keeps what is there, and refuses empty ones', async () => {
    await put('spelt', { ...CONNECTION, username: 'Spelt' });
    for (const username of ['spelt', 'SPELT', ' Spelt '])
      expect((await put('spelt-2', { ...CONNECTION, username })).statusCode, username).toBe(409);
    expect((await put('spelt', { ...CONNECTION, username: 'spelt' })).json().username).toBe('spelt');
    const both = ['alike', 'ALIKE '].map((username) => put(username.trim(), { ...CONNECTION, username }));
    expect((await Promise.all(both)).map(({ statusCode }) => String(statusCode)).sort()).toEqual(['201', '409']);
    expect((await put('blank', { ...CONNECTION, username: '  ' })).json().errors[0].field).toBe('username');
  });

  it('refuses a password that is guessed at once, and remembers whether it is short', async () => {
    const refused = await put('guessable', { ...CONNECTION, username: 'guessable', password: '12345' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors).toEqual([
      { field: 'password', problem: 'found another string, expected at least 6 characters' },
    ]);
    const isShort = async () => (await stored('guessable')).passwordIsShort;
    await put('guessable', { ...CONNECTION, username: 'guessable', password: '123456' });
    expect(await isShort()).toBe(true);
    await put('guessable', { ...CONNECTION, username: 'guessable', password: undefined });
    expect(await isShort()).toBe(true);
    await put('guessable', { ...CONNECTION, username: 'guessable', password: 'x'.repeat(16) });
    expect(await isShort()).toBe(false);
  });

  it('takes any maxBytes: a record that is larger goes by itself', async () => {
    const made = await put('small', { ...CONNECTION, username: 'small', settings: { maxBytes: 1 } });
    expect(made.statusCode, made.body).toBe(201);
    expect(made.json().settings.maxBytes).toBe(1);
  });

  it('lists every wrong field with its path', async () => {
    const refused = await put('wrong', {
      displayName: 'a\nb',
      username: '',
      password: 12_345,
      runEveryMinutes: 0,
      surprise: 1,
      settings: {
        numbering: 'own',
        missing: { vendors: 'maybe', jobs: 'fail' },
        maxRecords: 501,
        maxBytes: 0,
        paused: 'no',
      },
    });
    expect(refused.statusCode).toBe(400);
    const fields = refused.json().errors.map(({ field }: { field: string }) => field);
    expect(fields.sort()).toEqual([
      'displayName',
      'password',
      'runEveryMinutes',
      'settings.maxBytes',
      'settings.maxRecords',
      'settings.missing.jobs',
      'settings.missing.vendors',
      'settings.numbering',
      'settings.paused',
      'surprise',
      'username',
    ]);
    expect(refused.body).not.toContain('12345');
  });

  it.each(['a b', 'ä', 'x'.repeat(65), 'a/b'])('refuses the id %j', async (id) => {
    const refused = await put(encodeURIComponent(id), CONNECTION);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors[0].field).toBe('c');
  });

  it('takes ids of letters, digits, dots, lines and 64 characters', async () => {
    const id = `A.b_c-9${'x'.repeat(57)}`;
    expect((await put(id, { ...CONNECTION, username: id })).statusCode).toBe(201);
    expect((await harness.call('GET', `/connections/${id}`)).json().id).toBe(id);
  });
});

it('lists connections without their passwords', async () => {
  await put('listed', { ...CONNECTION, username: 'listed' });
  const listed = await harness.call('GET', '/connections');
  expect(listed.json().items.map(({ id }: { id: string }) => id)).toContain('listed');
  expect(listed.json().total).toBe(listed.json().items.length);
  expect(listed.body).not.toMatch(/password|scrypt/i);
});

describe('the .qwc file', () => {
  it('names what the Web Connector needs, every value escaped', async () => {
    await put('qwc', {
      displayName: 'R&D <Süd>',
      username: `a&b<c>"d'`,
      password: 'secret of qwc',
      runEveryMinutes: 30,
    });
    const file = await harness.call('GET', '/connections/qwc/qwc');
    expect(file.statusCode).toBe(200);
    expect(file.headers['content-type']).toMatch(/^application\/xml/);
    expect(file.headers['content-disposition']).toBe('attachment; filename="qwc.qwc"');
    const { fileId } = await stored('qwc');
    expect(file.body).toBe(`<?xml version="1.0"?>
<QBWCXML>
  <AppName>PSA to QuickBooks transfer (qwc)</AppName>
  <AppID></AppID>
  <AppURL>https://transfer.example.com/qbwc</AppURL>
  <AppDescription>PSA items for QuickBooks: R&amp;D &lt;S&#252;d&gt;</AppDescription>
  <AppSupport>https://transfer.example.com/support</AppSupport>
  <UserName>a&amp;b&lt;c&gt;"d'</UserName>
  <OwnerID>{6C1D9F2E-8B0A-4E7B-9A53-2F4C1B7D8E60}</OwnerID>
  <FileID>{${fileId.toUpperCase()}}</FileID>
  <QBType>QBFS</QBType>
  <Style>Document</Style>
  <Scheduler>
    <RunEveryNMinutes>30</RunEveryNMinutes>
  </Scheduler>
  <AuthFlags>0xF</AuthFlags>
  <IsReadOnly>false</IsReadOnly>
</QBWCXML>
`);
  });

  it('has no scheduler without an interval, and keeps AppName when people rename the connection', async () => {
    await put('calm', { ...CONNECTION, username: 'calm' });
    const before = await harness.call('GET', '/connections/calm/qwc');
    expect(before.body).not.toContain('Scheduler');
    await put('calm', { displayName: 'Renamed', username: 'calm' });
    const after = await harness.call('GET', '/connections/calm/qwc');
    expect(/<AppName>.*<\/AppName>/.exec(after.body)?.[0]).toBe(/<AppName>.*<\/AppName>/.exec(before.body)?.[0]);
  });

  it('is 404 for a connection that does not exist', async () => {
    expect((await harness.call('GET', '/connections/nobody/qwc')).statusCode).toBe(404);
  });
});
