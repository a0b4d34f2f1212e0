/** The content of a qbXML aggregate by element name. Repeatable elements are arrays. */
export type Data = { readonly [name: string]: Value | undefined };
export type Value = string | Data | readonly Value[];

/** The text of an element; an empty element says nothing and counts as absent. */
export function textOf(data: Data | undefined, name: string): string | undefined {
  const value = data?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A nested aggregate. */
export function groupOf(data: Data | undefined, name: string): Data | undefined {
  const value = data?.[name];
  return isGroup(value) ? value : undefined;
}

/** All aggregates of a repeatable name. */
export function groupsOf(data: Data | undefined, name: string): readonly Data[] {
  const value = data?.[name];
  return Array.isArray(value) ? value.filter(isGroup) : [];
}

/** All texts of a repeatable name, without empty ones. */
export function textsOf(data: Data | undefined, name: string): readonly string[] {
  const value = data?.[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string' && one !== '') : [];
}

/** Whether a BOOLTYPE element says true. */
export function isTrue(data: Data | undefined, name: string): boolean {
  const text = textOf(data, name);
  return text === 'true' || text === '1';
}

/** The same data without some of its elements. */
export function without(data: Data, ...names: readonly string[]): Data {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
}

function isGroup(value: Value | undefined): value is Data {
  return typeof value === 'object' && !Array.isArray(value);
}
