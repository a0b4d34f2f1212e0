import { wrap } from '../text.js';

/** A table in characters. */
export type Table = { heads: readonly string[]; rows: readonly (readonly string[])[] };

const GAP = '  ';
/** Where less is left for the last column, it goes below its row. */
const LEAST = 36;

/** The lines of a table whose last column is wrapped into what is left of the width. */
export function tableLines({ heads, rows }: Table, width: number): string[] {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const fixed = widths.slice(0, -1);
  const left = width - fixed.reduce((sum, each) => sum + each + GAP.length, 0);
  const isBelow = left < Math.min(LEAST, widths.at(-1) ?? 0);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  const rule = '-'.repeat(
    Math.min(width, fixed.reduce((sum, each) => sum + each + GAP.length, 0) + Math.min(left, widths.at(-1) ?? 0)),
  );
  const body = rows.flatMap((row) => {
    const cells = row.slice(0, fixed.length);
    const last = row[fixed.length] ?? '';
    if (isBelow) return [line(cells), ...(last === '' ? [] : wrap(last, width - 4).map((text) => `    ${text}`))];
    const [first = '', ...rest] = wrap(last, left);
    const indent = ' '.repeat(width - left);
    return [line([...cells, first]), ...rest.map((text) => indent + text)];
  });
  return [line(isBelow ? heads.slice(0, -1) : heads), rule, ...body];
}
