/** One change of a row; null for a row that is gone. */
export type Change = { readonly table: string; readonly key: string; readonly row: unknown };

type Done = Change & { readonly undo: () => void };

/** What changed since the last commit: the journal takes it, or a refused request takes part of it back. */
export class ChangeLog {
  #done: Done[] = [];

  add(done: Done): void {
    this.#done.push(done);
  }

  /** A point to roll back to. */
  get position(): number {
    return this.#done.length;
  }

  rollback(position = 0): void {
    while (this.#done.length > position) this.#done.pop()?.undo();
  }

  /** The last state of every row that changed. */
  changes(): readonly Change[] {
    const last = new Map(this.#done.map(({ table, key, row }) => [`${table}/${key}`, { table, key, row }]));
    return [...last.values()];
  }

  clear(): void {
    this.#done = [];
  }
}

/** An index of a table: the rows that share a key. */
export class Index<Row> {
  readonly #keysOf: (row: Row) => readonly string[];
  readonly #rows = new Map<string, Map<string, Row>>();

  constructor(keysOf: (row: Row) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  get(key: string): readonly Row[] {
    return [...(this.#rows.get(key)?.values() ?? [])];
  }

  first(key: string): Row | undefined {
    return this.#rows.get(key)?.values().next().value;
  }

  /** A row that keeps its key keeps its place. */
  replace(id: string, before: Row | undefined, after: Row | undefined): void {
    const keys = after === undefined ? [] : this.#keysOf(after);
    for (const key of before === undefined ? [] : this.#keysOf(before)) {
      if (keys.includes(key)) continue;
      const rows = this.#rows.get(key);
      rows?.delete(id);
      if (rows?.size === 0) this.#rows.delete(key);
    }
    for (const key of keys) {
      const rows = this.#rows.get(key) ?? new Map<string, Row>();
      this.#rows.set(key, rows.set(id, after as Row));
    }
  }
}

/** Rows by key, in the order of their making. Rows are never changed in place, so that a change can be undone. */
export class Table<Row> {
  readonly name: string;
  readonly #log: ChangeLog;
  readonly #rows = new Map<string, Row>();
  readonly #indexes: Index<Row>[] = [];

  constructor(name: string, log: ChangeLog) {
    this.name = name;
    this.#log = log;
  }

  index(keysOf: (row: Row) => readonly string[]): Index<Row> {
    const index = new Index(keysOf);
    this.#indexes.push(index);
    return index;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  entries(): IterableIterator<[string, Row]> {
    return this.#rows.entries();
  }

  get size(): number {
    return this.#rows.size;
  }

  put(key: string, row: Row): void {
    this.#change(key, row);
  }

  delete(key: string): void {
    if (this.#rows.has(key)) this.#change(key, undefined);
  }

  /** Sets a row without logging it: for the replay of the journal. */
  restore(key: string, row: Row | null): void {
    this.#set(key, row ?? undefined);
  }

  #change(key: string, row: Row | undefined): void {
    const before = this.#rows.get(key);
    this.#set(key, row);
    this.#log.add({ table: this.name, key, row: row ?? null, undo: () => this.#set(key, before) });
  }

  #set(key: string, row: Row | undefined): void {
    for (const index of this.#indexes) index.replace(key, this.#rows.get(key), row);
    if (row === undefined) this.#rows.delete(key);
    else this.#rows.set(key, row);
  }
}
