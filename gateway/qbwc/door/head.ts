import { decodeKnownEntities } from '../../../qbxml/entities.js';
import { localName, pieces, type Stop } from './pieces.js';

/** What a body says of itself before anything is built from it. `ticket` is "" where none was found. */
export type Head = { operation: string | undefined; ticket: string; stop: Stop['why'] };

const TICKETS = ['ticket', 'wcTicket'];

/** Finds the operation and the ticket of a SOAP envelope, whatever its prefixes, also of one of which only the beginning is here. */
export function readHead(bytes: Buffer): Head {
  const head: Head = { operation: undefined, ticket: '', stop: 'end' };
  const path: string[] = [];
  let ticket: string | undefined;
  for (const piece of pieces(bytes)) {
    if (piece.kind === 'stop') {
      head.stop = piece.why;
      break;
    }
    const isTicket = path.length === 4 && TICKETS.includes(path[3] ?? '') && path[2] === head.operation;
    if (piece.kind === 'text' || piece.kind === 'cdata') {
      if (isTicket) ticket = (ticket ?? '') + textOf(bytes.toString('utf8', piece.from, piece.to), piece.kind);
      continue;
    }
    if (piece.kind === 'close') {
      if (isTicket) head.ticket = ticket ?? '';
      path.pop();
      continue;
    }
    path.push(localName(piece.name));
    if (path.length === 3 && path[0] === 'Envelope' && path[1] === 'Body') head.operation ??= path[2];
    if (piece.kind === 'empty') path.pop();
  }
  return head;
}

const textOf = (text: string, kind: 'text' | 'cdata'): string => (kind === 'text' ? decodeKnownEntities(text) : text);
