import { readFileSync } from 'node:fs';

const read = (file: string): string => readFileSync(new URL(`../fixtures/qbxml/${file}`, import.meta.url), 'utf8');

/** A request as it is sent: without the line breaks and indentation that make the fixture readable. */
export const requestFixture = (file: string): string => read(file).replace(/>\s+</g, '><').trim();

/** The requests of a fixture that has several in `<all>`. */
export const requestsFixture = (file: string): string => requestFixture(file).replace(/^<all>|<\/all>$/g, '');

/** An answer as QuickBooks sends it, line breaks and all. */
export const responseFixture = read;

/** A corpus: one value per line; blank lines and lines with # do not count. */
export const corpus = (file: string): string[] =>
  read(file)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
