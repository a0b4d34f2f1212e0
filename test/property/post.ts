import type { Client } from '@temporalio/client';
import type { SignalTarget } from '../../temporal/signals.js';

type SignalWithStart = Client['workflow']['signalWithStart'];
export type Signal = { type: string; options: Parameters<SignalWithStart>[1] };

/** Where signals go when they arrive: the workflows of this process, or a Temporal server. */
export type Carrier = (signal: Signal) => Promise<void>;

/**
 * The way of the signals. Whoever signals believes that he speaks to Temporal; what he says waits here until it is
 * delivered: late, twice, out of order, or lost until the relay says it again.
 */
export class Post {
  readonly #carry: Carrier;
  readonly #waiting: Signal[] = [];
  readonly #lost: Signal[] = [];

  constructor(carry: Carrier) {
    this.#carry = carry;
  }

  /** What the product gets for its Temporal client. */
  get target(): SignalTarget {
    const signalWithStart = async (type: unknown, options: Signal['options']): Promise<void> => {
      this.#waiting.push({ type: String(type), options });
    };
    return { client: { workflow: { signalWithStart } } as unknown as Client };
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  async deliver(pick: number, copies: number): Promise<void> {
    const signal = this.#take(pick);
    for (let copy = 0; signal !== undefined && copy < copies; copy += 1) await this.#carry(signal);
  }

  /** Everything, also what the delivery of it causes. */
  async deliverAll(): Promise<void> {
    while (!this.isEmpty) await this.deliver(0, 1);
  }

  lose(pick: number): void {
    const signal = this.#take(pick);
    if (signal !== undefined) this.#lost.push(signal);
  }

  /** The lost ones come after all, for a server whose relay is not ours to call. */
  async deliverLost(): Promise<void> {
    for (const signal of this.#lost.splice(0)) await this.#carry(signal);
  }

  #take(pick: number): Signal | undefined {
    return this.isEmpty ? undefined : this.#waiting.splice(pick % this.#waiting.length, 1)[0];
  }
}
