import { BAR_CELLS, wrap } from './text.js';

/** What people watch: titles, sentences, and on a terminal a bar that fills. */
export type Screen = {
  /** In characters; never less than 120 where nobody sits before it. */
  width: number;
  act(title: string): void;
  say(sentence: string): void;
  /** A line as it is. */
  line(text?: string): void;
  /** How far a session is, and what it has just done. */
  progress(percent: number, what: string): void;
  /** Takes the bar away. */
  progressEnds(): void;
};

const NO_TERMINAL_WIDTH = 140;

export function createScreen(out: NodeJS.WriteStream): Screen {
  const isTerminal = out.isTTY === true;
  const width = isTerminal ? out.columns || 80 : NO_TERMINAL_WIDTH;
  const write = (text: string): void => void out.write(`${text}\n`);
  const bold = (text: string): string => (isTerminal ? `\u001b[1m${text}\u001b[22m` : text);
  const clear = (): void => void out.write('\r\u001b[K');
  return {
    width,
    act: (title) => write(`\n${bold(`== ${title} ${'='.repeat(Math.max(0, width - title.length - 4))}`)}`),
    say(sentence) {
      const [first, ...rest] = wrap(sentence, width - 4);
      write(`  - ${first}`);
      for (const line of rest) write(`    ${line}`);
    },
    line: (text = '') => write(text),
    progress(percent, what) {
      if (!isTerminal) return write(`    ${String(percent).padStart(3)} %  ${what}`);
      const filled = Math.round((percent / 100) * BAR_CELLS);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`;
      clear();
      out.write(`    ${bar} ${String(percent).padStart(3)} %  ${what}`.slice(0, width - 1));
    },
    progressEnds() {
      if (isTerminal) clear();
    },
  };
}
