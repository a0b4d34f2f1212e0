/** Text that may stand in a page as it is; only `html` makes it. */
class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type Html = Markup;

/** What a hole may hold. `false`, `null` and `undefined` leave it empty; a list is joined. */
export type Hole = Html | string | number | null | undefined | false | readonly Hole[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

const checked = new WeakSet<TemplateStringsArray>();

/** Refuses what escaping could not make safe: a value without quotes, or inside of a script or style. */
function check(strings: TemplateStringsArray): void {
  if (checked.has(strings)) return;
  let [isInTag, quote] = [false, ''];
  for (const part of strings.slice(0, -1)) {
    for (const sign of part) {
      if (quote !== '') quote = sign === quote ? '' : quote;
      else if (isInTag && (sign === '"' || sign === "'")) quote = sign;
      else if (sign === '<' || sign === '>') isInTag = sign === '<';
    }
    if (isInTag && quote === '' && /=\s*$/.test(part))
      throw new Error(`html: put quotes around the value after ${part.slice(-40)}`);
    if (/<(?:script|style)\b[^>]*>[^<]*$/i.test(part))
      throw new Error('html: nothing can be put into a script or style');
  }
  checked.add(strings);
}

function fill(hole: Hole): string {
  if (hole instanceof Markup) return hole.text;
  if (typeof hole === 'string') return escapeHtml(hole);
  if (typeof hole === 'number') return String(hole);
  if (hole === null || hole === undefined || hole === false) return '';
  return hole.map(fill).join('');
}

/** A piece of a page. Whatever is put into its holes is escaped, unless `html` has made it. */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  check(strings);
  return new Markup(strings.reduce((text, part, index) => text + fill(holes[index - 1]) + part));
}
