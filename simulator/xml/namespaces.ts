import type { XmlElement } from './parse-xml.js';

/** An element with its namespace found out. */
export type QualifiedElement = {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly QualifiedElement[];
  readonly text: string;
};

/** Finds the namespace of an element and of all in it; an undeclared prefix throws, as a .NET reader does. */
export function qualify(element: XmlElement, scope: Readonly<Record<string, string>> = {}): QualifiedElement {
  const inner: Record<string, string> = { ...scope };
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name === 'xmlns') inner[''] = value;
    else if (name.startsWith('xmlns:')) inner[name.slice(6)] = value;
  }
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name.startsWith('xmlns')) continue;
    attributes[name.includes(':') ? `{${namespaceOf(name, inner)}}${localName(name)}` : name] = value;
  }
  return {
    namespace: namespaceOf(element.name, inner),
    name: localName(element.name),
    attributes,
    children: element.children.map((child) => qualify(child, inner)),
    text: element.text,
  };
}

function namespaceOf(name: string, scope: Readonly<Record<string, string>>): string {
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
  const namespace = scope[prefix];
  if (namespace === undefined && prefix !== '') throw new Error(`the namespace prefix "${prefix}" is not declared`);
  return namespace ?? '';
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
