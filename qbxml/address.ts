import { unsendable } from '../domain/errors.js';
import type { Address } from '../domain/snapshots/fields.js';
import { type ContentOf, type Field, group, scalar } from './grammar.js';
import { line } from './scalars.js';

const ADDRESS = [
  scalar('Addr1', line(41), 'addr1'),
  scalar('Addr2', line(41), 'addr2'),
  scalar('Addr3', line(41), 'addr3'),
  scalar('Addr4', line(41), 'addr4'),
  scalar('Addr5', line(41), 'addr5'),
  scalar('City', line(31), 'city'),
  scalar('State', line(21), 'state'),
  scalar('PostalCode', line(13), 'postalCode'),
  scalar('Country', line(31), 'country'),
  scalar('Note', line(41), 'note'),
] as const;

/** An address element. The lines of a text become Addr1 to Addr5; a sixth line is unsendable, never dropped. */
export function address<const Name extends string>(name: Name, psa: string): Field<Name, Address> {
  const parts = group(name, ADDRESS, psa);
  return { ...parts, write: (value, path) => parts.write(contentOf(value, path), path) };
}

function contentOf(value: Address, path: string): ContentOf<typeof ADDRESS> {
  if (typeof value === 'string') return linesContent(value, path);
  return {
    Addr1: value.addr1,
    Addr2: value.addr2,
    Addr3: value.addr3,
    Addr4: value.addr4,
    Addr5: value.addr5,
    City: value.city,
    State: value.state,
    PostalCode: value.postalCode,
    Country: value.country,
    Note: value.note,
  };
}

function linesContent(text: string, path: string): ContentOf<typeof ADDRESS> {
  const lines = text.split(/[\r\n]+/).filter((part) => part.trim() !== '');
  if (lines.length > 5) {
    throw unsendable(path, `found ${lines.length} lines, QuickBooks has 5; give city, state and postal code as parts`);
  }
  const [Addr1, Addr2, Addr3, Addr4, Addr5] = lines;
  return { Addr1, Addr2, Addr3, Addr4, Addr5 };
}
