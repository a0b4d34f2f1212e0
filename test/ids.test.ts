import { expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { sourceFiles } from './helpers/source-files.js';

/** Intuit's attributes keep Intuit's spelling where XML is read or written with their names as keys. */
const INTUITS = ['simulator', 'test', 'tools'];

/** Names of a program that spell an id as Intuit does. */
function spelledOtherwise(text: string): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('type' in value && value.type === 'Identifier' && 'name' in value) found.add(String(value.name));
    for (const part of Object.values(value)) visit(part);
  };
  visit(parseAst(text, { lang: 'ts' }));
  return [...found].filter((name) => name !== 'randomUUID' && /^[a-z]\w*(?:ID|GUID)(?:[A-Z]|s?$)/.test(name));
}

it('spells an id one way: txnId, listId, requestId, externalGuid', () => {
  expect(spelledOtherwise('const { txnID, id } = set; byListIDs(requestIDOf(id), set.externalGUID)').sort()).toEqual([
    'byListIDs',
    'externalGUID',
    'requestIDOf',
    'txnID',
  ]);
  const files = sourceFiles().filter(({ file, folder }) => file.endsWith('.ts') && !INTUITS.includes(folder));
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap(({ file, text }) => spelledOtherwise(text).map((name) => `${file}: ${name}`))).toEqual([]);
});
