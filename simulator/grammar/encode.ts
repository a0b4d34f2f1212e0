import { escapeXml } from '../xml/write-xml.js';
import type { Data, Value } from './data.js';
import type { Grammar, Particle } from './notation.js';

/** Writes data in the order of a production; what the production does not know is left out. */
export function encode(grammar: Grammar, production: string, data: Data): string {
  const particle = grammar.get(production);
  return particle ? encodeParticle(grammar, particle, data) : '';
}

function encodeParticle(grammar: Grammar, particle: Particle, data: Data): string {
  if (particle.kind !== 'element') {
    let written = '';
    for (const part of particle.parts) written += encodeParticle(grammar, part, data);
    return written;
  }
  const value = data[particle.name];
  if (value === undefined) return '';
  const write = (one: Value): string => {
    const content =
      'scalar' in particle.type
        ? escapeXml(typeof one === 'string' ? one : '')
        : encode(grammar, particle.type.production, typeof one === 'string' ? {} : (one as Data));
    return `<${particle.name}>${content}</${particle.name}>`;
  };
  if (!Array.isArray(value)) return write(value);
  let written = '';
  for (const one of value as readonly Value[]) written += write(one);
  return written;
}
