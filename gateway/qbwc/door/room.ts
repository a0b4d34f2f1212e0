import { AppError } from '../../../domain/errors.js';

type Waiting = { bytes: number; enter: () => void };

/** How many bytes all bodies of a kind may take in memory together. */
export class Room {
  readonly #waiting: Waiting[] = [];
  #free: number;

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** Takes `bytes`, first come first served; throws `unavailable` when there is no room within `withinMs`. */
  async take(bytes: number, withinMs: number): Promise<void> {
    if (this.#waiting.length === 0 && bytes <= this.#free) this.#free -= bytes;
    else if (withinMs > 0) await this.#wait(bytes, withinMs);
    else throw noRoom();
  }

  /** Gives back what was taken. */
  give(bytes: number): void {
    this.#free += bytes;
    this.#admit();
  }

  #wait(bytes: number, withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(noRoom());
        this.#admit();
      }, withinMs);
      const enter = (): void => {
        clearTimeout(leave);
        resolve();
      };
      const waiting = { bytes, enter };
      this.#waiting.push(waiting);
    });
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.bytes <= this.#free; next = this.#waiting[0]) {
      this.#free -= next.bytes;
      this.#waiting.shift();
      next.enter();
    }
  }
}

/** What one call has taken of a room, until it is over. */
export class Share {
  readonly #room: Room;
  #bytes = 0;
  #isOver = false;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Throws `unavailable` when there is no room within `withinMs`. */
  async take(bytes: number, withinMs: number): Promise<void> {
    await this.#room.take(bytes, withinMs);
    if (this.#isOver) this.#room.give(bytes);
    else this.#bytes += bytes;
  }

  /** Gives all of it back; what comes afterwards takes nothing. */
  over(): void {
    this.#isOver = true;
    this.#room.give(this.#bytes);
    this.#bytes = 0;
  }
}

const noRoom = (): AppError =>
  new AppError('unavailable', 'Too much is being sent to this server at once. Try again in some seconds.');
