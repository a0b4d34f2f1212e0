/** Bytes that come in pieces of any size, in one buffer that grows: thousands of small ones would take many times their size. */
export class Gathered {
  #buffer: Buffer;
  size = 0;

  /** `expected`: how many bytes there will probably be. */
  constructor(expected: number) {
    this.#buffer = Buffer.allocUnsafe(expected);
  }

  /** All that has come so far. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.size);
  }

  add(piece: Buffer): void {
    const size = this.size + piece.length;
    if (size > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(size, 2 * this.#buffer.length));
      this.bytes.copy(larger);
      this.#buffer = larger;
    }
    piece.copy(this.#buffer, this.size);
    this.size = size;
  }

  /** All of it, for somebody else to keep: here it is forgotten. */
  handOver(): Buffer {
    const { bytes } = this;
    this.#buffer = Buffer.alloc(0);
    return bytes;
  }
}
