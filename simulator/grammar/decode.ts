import type { XmlElement } from '../xml/parse-xml.js';
import type { Data, Value } from './data.js';
import type { ElementType, Grammar, Particle } from './notation.js';
import { hasForm, isTooLong, type ScalarKind } from './scalars.js';

/** What QuickBooks answers with 0x80040400: an unknown, missing or misplaced element. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
}

/** A value that is not of its type, or is too long: QuickBooks refuses that one request, with a status of the type. */
export type BadValue = {
  readonly problem: ScalarKind | 'tooLong';
  readonly field: string;
  readonly value: string;
};

/** Reads an element by a production; bad values are listed in `bad`, everything else that is wrong throws. */
export function decode(grammar: Grammar, production: string, element: XmlElement, bad: BadValue[]): Data {
  const particle = grammar.get(production);
  if (!particle) throw new GrammarError(`<${element.name}> is no element that QuickBooks knows here`);
  if (element.text.trim() !== '') throw new GrammarError(`text inside <${element.name}>`);
  const found: Record<string, Value> = {};
  const context: Context = { grammar, parent: element.name, children: element.children, found, bad };
  const end = match(context, particle, 0);
  const left = element.children[end];
  if (left) throw new GrammarError(`<${left.name}> is unknown or out of order in <${element.name}>`);
  return found;
}

type Context = {
  readonly grammar: Grammar;
  readonly parent: string;
  readonly children: readonly XmlElement[];
  readonly found: Record<string, Value>;
  readonly bad: BadValue[];
};

/** Greedy matching is enough: in these content models the next name alone decides the way. */
function match(context: Context, particle: Particle, start: number): number {
  let at = start;
  let times = 0;
  while ((times === 0 || particle.many) && startsWith(particle, context.children[at]?.name)) {
    at = matchOnce(context, particle, at);
    times += 1;
  }
  if (times === 0 && particle.min === 1 && !isEmptiable(particle)) {
    throw new GrammarError(`<${context.parent}> lacks ${namesOf(particle)}`);
  }
  return at;
}

function matchOnce(context: Context, particle: Particle, at: number): number {
  const child = context.children[at];
  if (particle.kind === 'element') {
    if (child) keep(context, particle.name, particle.many, valueIn(context, particle.type, child));
    return at + 1;
  }
  if (particle.kind === 'sequence') return particle.parts.reduce((next, part) => match(context, part, next), at);
  const way = particle.parts.find((part) => startsWith(part, child?.name));
  return way ? match(context, way, at) : at;
}

function valueIn(context: Context, type: ElementType, child: XmlElement): Value {
  const attribute = Object.keys(child.attributes).find((name) => name !== 'defMacro');
  if (attribute) throw new GrammarError(`the attribute "${attribute}" of <${child.name}>`);
  if ('production' in type) return decode(context.grammar, type.production, child, context.bad);
  if (child.children.length > 0) throw new GrammarError(`elements inside <${child.name}>`);
  const hasItsForm = hasForm(type.scalar, child.text);
  if (!hasItsForm || isTooLong(type.scalar, child.text)) {
    const field = child.name === 'FullName' ? `${context.parent} FullName` : child.name;
    context.bad.push({ problem: hasItsForm ? 'tooLong' : type.scalar.kind, field, value: child.text });
  }
  return child.text;
}

function keep(context: Context, name: string, many: boolean, value: Value): void {
  const before = context.found[name];
  if (!many) context.found[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else context.found[name] = [value];
}

function startsWith(particle: Particle, name: string | undefined): boolean {
  if (name === undefined) return false;
  if (particle.kind === 'element') return particle.name === name;
  if (particle.kind === 'choice') return particle.parts.some((part) => startsWith(part, name));
  for (const part of particle.parts) {
    if (startsWith(part, name)) return true;
    if (part.min === 1 && !isEmptiable(part)) return false;
  }
  return false;
}

function isEmptiable(particle: Particle): boolean {
  if (particle.min === 0) return true;
  if (particle.kind === 'element') return false;
  return particle.kind === 'choice' ? particle.parts.some(isEmptiable) : particle.parts.every(isEmptiable);
}

function namesOf(particle: Particle): string {
  if (particle.kind === 'element') return `<${particle.name}>`;
  if (particle.kind === 'choice') return particle.parts.map(namesOf).join(' or ');
  return particle.parts
    .filter((part) => !isEmptiable(part))
    .map(namesOf)
    .join(', ');
}
