import { AppError } from '../../../domain/errors.js';

/** A time by which a body has to be here; it may be moved once more is known of the body. */
export class Deadline {
  readonly #from = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #late: (error: AppError) => void = () => undefined;
  readonly #passed = new Promise<never>((_resolve, reject) => {
    this.#late = reject;
  });

  constructor(withinMs: number) {
    this.moveTo(withinMs);
  }

  /** The new deadline, counted from the beginning. */
  moveTo(withinMs: number): void {
    clearTimeout(this.#timer);
    const late = new AppError('tooSlow', `The body was not here within ${withinMs / 1_000} seconds.`);
    this.#timer = setTimeout(() => this.#late(late), withinMs - (performance.now() - this.#from));
    this.#timer.unref();
  }

  /** What `work` comes to; throws `tooSlow` when the deadline passes before it. Nobody hears of `work` after that. */
  async keep<T>(work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.#passed]);
    } finally {
      clearTimeout(this.#timer);
    }
  }
}
