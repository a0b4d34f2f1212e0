const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const entity = (character: string): string => MARKUP[character] ?? `&#${character.codePointAt(0)};`;

/** Element content in pure ASCII: markup escaped, characters above 127 as decimal entities. */
export const escapeText = (text: string): string => text.replace(/[&<>]|[^\t\n -~]/gu, entity);

/** The same for a value between double quotes; tab and line feed as entities, else a reader turns them into spaces. */
export const escapeAttribute = (text: string): string => text.replace(/[&<>"]|[^ -~]/gu, entity);
