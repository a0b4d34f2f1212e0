/** The element types of qbXML, by the names that the grammar uses for them. */
export type ScalarKind =
  | 'str'
  | 'id'
  | 'amt'
  | 'price'
  | 'qty'
  | 'pct'
  | 'float'
  | 'date'
  | 'datetime'
  | 'bool'
  | 'int'
  | 'interval'
  | 'guid'
  | 'enum';

export type ScalarType = {
  readonly kind: ScalarKind;
  readonly maxLength?: number;
  readonly values?: readonly string[];
};

/** SDK types: AMTTYPE has none or two decimals, PRICETYPE, QUANTYPE and PERCENTTYPE up to five; all may be empty. */
const patterns: Readonly<Partial<Record<ScalarKind, RegExp>>> = {
  amt: /^([+-]?\d{1,13}(\.\d{2})?)?$/,
  price: /^([+-]?\d{1,10}(\.\d{1,5})?)?$/,
  qty: /^([+-]?\d{1,10}(\.\d{1,5})?)?$/,
  pct: /^([+-]?\d{1,10}(\.\d{1,5})?)?$/,
  float: /^\s*([+-]?(\d+(\.\d*)?|\.\d+))?\s*$/,
  datetime: /^(\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}(:\d{1,2}(:\d{1,2}([+-]\d{1,2}:\d{1,2})?)?)?)?)?$/,
  bool: /^\s*(true|false|1|0)?\s*$/,
  int: /^\s*[+-]?\d+\s*$/,
  interval: /^([+-]?PT(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/,
  guid: /^(0|\{[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}\})$/,
};

const datePattern = /^\s*(\d{4})-(\d{2})-(\d{2})(Z|[+-]\d{2}:\d{2})?\s*$/;

/** Whether the text is of the type's form. Lengths are judged apart (`isTooLong`), as QuickBooks does. */
export function hasForm(type: ScalarType, text: string): boolean {
  if (type.kind === 'enum') return type.values?.includes(text) ?? false;
  if (type.kind === 'date') return text.trim() === '' || isDate(text);
  return patterns[type.kind]?.test(text) ?? true;
}

/** Whether the text has more characters than the type allows. */
export function isTooLong(type: ScalarType, text: string): boolean {
  return type.maxLength !== undefined && text.length > type.maxLength && Array.from(text).length > type.maxLength;
}

function isDate(text: string): boolean {
  const found = datePattern.exec(text);
  if (!found) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
