/** What a spreadsheet would take for a formula gets an apostrophe before it; a plain number stays a number. */
const guarded = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;

/** One field of a CSV file (RFC 4180). */
export function csvField(text: string): string {
  const safe = guarded(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (texts: readonly string[]): string => `${texts.map(csvField).join(',')}\r\n`;
