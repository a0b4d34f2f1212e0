import { escapeXml } from '../xml/write-xml.js';
import type { Data, Value } from './data.js';
import type { ElementType, Grammar, Particle } from './notation.js';

/** Writes data in the order of a production; what the production does not know is left out. */
export function encode(grammar: Grammar, production: string, data: Data): string {
  const particle = grammar.get(production);
  return particle ? encodeParticle(grammar, particle, data) : '';
}

function encodeParticle(grammar: Grammar, particle: Particle, data: Data): string {
  let written = '';
  if (particle.kind !== 'element') {
    for (const part of particle.parts) written += encodeParticle(grammar, part, data);
    return written;
  }
  const value = data[particle.name];
  if (value === undefined) return '';
  if (!Array.isArray(value)) return encodeElement(grammar, particle.name, particle.type, value);
  for (const one of value as readonly Value[]) written += encodeElement(grammar, particle.name, particle.type, one);
  return written;
}

function encodeElement(grammar: Grammar, name: string, type: ElementType, value: Value): string {
  const isText = typeof value === 'string';
  if ('scalar' in type) return `<${name}>${isText ? escapeXml(value) : ''}</${name}>`;
  return `<${name}>${isText ? '' : encode(grammar, type.production, value as Data)}</${name}>`;
}
