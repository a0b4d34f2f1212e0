import { expect, it } from 'vitest';
import { sourceFiles } from './helpers/source-files.js';

/** Where the product's rules are; tools and tests read sentences as people do. */
const ROOMS = ['domain', 'store', 'transfers', 'temporal', 'workflows', 'activities', 'worker', 'gateway', 'psa'];

const TEXT = String.raw`\b(?:message|sentence|reason|hint|summary|lastError|statusMessage)\b[!?]?`;
const READS = [
  new RegExp(String.raw`${TEXT}\??\.(?:startsWith|endsWith|includes|indexOf|match|search)\(`),
  new RegExp(String.raw`\.(?:test|exec)\((?:[\w.!?]+\.)?${TEXT}\)`),
  new RegExp(`${TEXT} [!=]== (?!undefined|null|''|"")`),
];

/** What reads texts of others, which have nothing else, each with the reason. */
const MAY_READ: Readonly<Record<string, string>> = {
  'gateway/shared/database-away.ts': 'the driver of PostgreSQL gives some errors no code',
  'gateway/shared/validate.ts': "puts the sentences of zod's problems together",
};

const readsTexts = (text: string): string | undefined =>
  READS.map((each) => each.exec(text)?.[0]).find((found) => found !== undefined);

it('nothing that happens hangs on a sentence for people', () => {
  const found = sourceFiles().flatMap(({ file, folder, text }) => {
    const read = ROOMS.includes(folder) && !(file in MAY_READ) ? readsTexts(text) : undefined;
    return read === undefined ? [] : [`${file}: found ${read}, expected a code that stands beside the text`];
  });

  expect(found).toEqual([]);
});

it.each([
  "if (session.lastError?.startsWith('Wrong company file:')) return;",
  'const code = /0x[0-9A-F]{8}/.exec(reason);',
  'if (HRESULT.test(session.lastError)) return;',
  'return last?.message === NOT_STORED;',
  "if (failure.message.includes('unknown')) return;",
])('refuses %s', (text) => {
  expect(readsTexts(text)).toBeDefined();
});

it.each([
  "const message = call.message === '' ? meaning : call.message;",
  'if (reason !== undefined) return;',
  'session.lastError === null',
  "type.startsWith('Item')",
])('lets pass %s', (text) => {
  expect(readsTexts(text)).toBeUndefined();
});
