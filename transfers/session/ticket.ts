import { createHash, randomBytes } from 'node:crypto';

/** A ticket of 128 random bits; whoever has it speaks for its session until that ends. */
export const newTicket = (): string => randomBytes(16).toString('hex');

/** Only this is stored. */
export const hashTicket = (ticket: string): Buffer => createHash('sha256').update(ticket).digest();
