/** What a spreadsheet may take for a formula: it begins with a sign, also in full width, or with what it skips. */
const FORMULA = /^(?:[\s"']{0,8}[=+\-@＝＋－＠]|[\t\r\n])/;

/** Where a spreadsheet that separates by ";" or tabs, or that knows no quotes, would begin a cell with a formula. */
const FORMULA_WITHIN = /([;\t\r\n][ "']{0,8})(?=[=+\-@＝＋－＠])/g;

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** What a spreadsheet would take for a formula gets an apostrophe before it; a plain number stays a number. */
function guarded(text: string): string {
  if (NUMBER.test(text)) return text;
  const within = text.replace(FORMULA_WITHIN, "$1'");
  return FORMULA.test(text) ? `'${within}` : within;
}

/** One field of a CSV file (RFC 4180). */
export function csvField(text: string): string {
  const safe = guarded(text);
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (texts: readonly string[]): string => `${texts.map(csvField).join(',')}\r\n`;
