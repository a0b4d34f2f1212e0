/** How wide the bar of a session is. */
export const BAR_CELLS = 40;

/** A text in lines of at most `width` characters, broken at spaces; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replace(/\s+/g, ' ').trim().split(' ')) {
    for (const part of word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']) {
      if (line !== '' && line.length + 1 + part.length > width) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? part : `${line} ${part}`;
    }
  }
  return [...lines, line];
}

/** `1 record`, `2 records`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** `0.4 s`, `12.0 s`. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
