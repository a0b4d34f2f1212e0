/** One line of the table. `met` is left out where a figure has no goal. */
export type Figure = { part: string; what: string; value: string; goal?: string; met?: boolean };

/** A figure that should be below (or, with `atLeast`, not below) its goal. */
export function compared(
  figure: Pick<Figure, 'part' | 'what' | 'value' | 'goal'>,
  value: number,
  goal: { below: number } | { atMost: number } | { atLeast: number },
): Figure {
  const met = 'below' in goal ? value < goal.below : 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
  return { ...figure, met };
}

const MARK = { true: 'met', false: 'MISSED', undefined: '' } as const;

/** The figures as a table for a terminal. */
export function table(figures: readonly Figure[]): string {
  const head = ['part', 'figure', 'measured', 'goal', ''];
  const lines = figures.map(({ part, what, value, goal = '', met }) => [
    part,
    what,
    value,
    goal,
    MARK[`${met}` as keyof typeof MARK],
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => (line[column] ?? '').length)));
  const written = [head, widths.map((width) => '-'.repeat(width)), ...lines].map((line) =>
    line.map((cell, column) => (column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))),
  );
  return written.map((line) => line.join('  ').trimEnd()).join('\n');
}
