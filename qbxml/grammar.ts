import { AppError, unsendable } from '../domain/errors.js';
import type { ListRef } from '../domain/snapshots/fields.js';
import { escapeAttribute, escapeText } from './escape.js';
import { fullNameOf, type List } from './names.js';
import { id, type Scalar } from './scalars.js';

/**
 * One element of a request. A request is a list of fields in the order that QuickBooks demands; the writer below emits
 * them in that order, so a message file states its grammar as data and nothing else decides order, types or lengths.
 * `write` gives the whole element, or "" where there is nothing to send; `path` is the PSA's name of the value.
 */
export type Field<Name extends string, Value> = {
  readonly name: Name;
  readonly psa: string;
  readonly required: boolean;
  readonly write: (value: Value, path: string) => string;
};

type AnyField = Field<string, never>;
export type Fields = readonly AnyField[];

/** What can be put into a list of fields, by element name; undefined leaves an element out. */
export type ContentOf<F extends Fields> = {
  readonly [K in F[number] as K['name']]?: (K extends Field<string, infer Value> ? Value : never) | undefined;
};

const element = (name: string, content: string): string => (content === '' ? '' : `<${name}>${content}</${name}>`);

const join = (path: string, name: string): string => (path === '' || name === '' ? path + name : `${path}.${name}`);

/** An element with text. `psa` names the PSA's field where it has another name. */
export const scalar = <const Name extends string, Value>(
  name: Name,
  type: Scalar<Value>,
  psa: string = name,
): Field<Name, Value> => ({
  name,
  psa,
  required: false,
  write: (value, path) => element(name, type(value, path)),
});

/** An element with text that is repeated for each value. */
export const each = <const Name extends string, Value>(
  name: Name,
  type: Scalar<Value>,
  psa: string = name,
): Field<Name, readonly Value[]> => ({
  name,
  psa,
  required: false,
  write: (values, path) => values.map((value, index) => element(name, type(value, `${path}[${index}]`))).join(''),
});

/** A reference to a list entry: by ListID where it is known, which wins in QuickBooks too, else by FullName. */
export const ref = <const Name extends string>(
  name: Name,
  list: List,
  psa: string = name,
): Field<Name, ListRef | string> => ({
  name,
  psa,
  required: false,
  write: (value, path) => element(name, refContent(value, list, path)),
});

function refContent(value: ListRef | string, list: List, path: string): string {
  if (typeof value === 'string') return element('FullName', escapeText(fullNameOf(value, list, path)));
  if (value.listId !== undefined) return element('ListID', id(value.listId, `${path}.listId`));
  return element('FullName', escapeText(fullNameOf(value.name, list, `${path}.name`)));
}

/** An element with elements in it; `elementName` where the same element stands for two things. */
export const group = <const Name extends string, const F extends Fields>(
  name: Name,
  fields: F,
  psa: string = name,
  elementName: string = name,
): Field<Name, ContentOf<F>> => ({
  name,
  psa,
  required: false,
  write: (content, path) => element(elementName, write(fields, content, path)),
});

/** A group that is repeated; an undefined place sends nothing and keeps the PSA's count of the lines. */
export const many = <const Name extends string, const F extends Fields>(
  name: Name,
  fields: F,
  psa: string = name,
): Field<Name, readonly (ContentOf<F> | undefined)[]> => ({
  name,
  psa,
  required: false,
  write: (contents, path) =>
    contents
      .map((content, index) =>
        content === undefined ? '' : element(name, write(fields, content, `${path}[${index}]`)),
      )
      .join(''),
});

/** The same field, which must say something. */
export const required = <Name extends string, Value>(field: Field<Name, Value>): Field<Name, Value> => ({
  ...field,
  required: true,
});

/**
 * The elements of `content` in the order of `fields`. `path` stands before the PSA's field names in errors.
 * Throws `unsendable` for a required field that says nothing and for every value that its type refuses.
 */
export function write<const F extends Fields>(fields: F, content: ContentOf<F>, path = ''): string {
  const values: Readonly<Record<string, unknown>> = content;
  let written = '';
  for (const field of fields) {
    const value = values[field.name];
    const psaPath = join(path, field.psa);
    const elements = value === undefined ? '' : field.write(value as never, psaPath);
    if (field.required && elements === '') {
      throw unsendable(psaPath, `found nothing, QuickBooks requires ${field.name}; fill it in in the PSA`);
    }
    written += elements;
  }
  return written;
}

/** Throws `internal` for an empty list: a query without a condition would answer with the whole company file. */
export function checkNotEmpty(values: readonly string[], what: string): void {
  if (values.length === 0) throw new AppError('internal', `found no ${what} to query, expected at least one`);
}

/** A request element. Throws `internal` for a requestID over 50 characters, which QuickBooks refuses with 1060. */
export function request(type: string, requestId: string, content: string): string {
  if (requestId.length > 50) {
    throw new AppError('internal', `found a requestId of ${requestId.length} characters, QuickBooks allows 50`);
  }
  return `<${type}Rq requestID="${escapeAttribute(requestId)}">${content}</${type}Rq>`;
}

/** An Add request: the aggregate of the same name stands inside the request element. */
export const addRequest = <const F extends Fields>(
  type: string,
  requestId: string,
  fields: F,
  content: ContentOf<F>,
): string => request(type, requestId, element(type, write(fields, content)));
