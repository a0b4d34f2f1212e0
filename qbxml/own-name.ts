import { unsendable } from '../domain/errors.js';
import { escapeText } from './escape.js';
import { type List, levelsOf } from './names.js';
import { quoted, type Scalar } from './scalars.js';

/** The name of a new list entry: exactly one level. */
export const ownName =
  (list: List): Scalar<string> =>
  (value, field) => {
    const levels = levelsOf(value, list, field);
    if (levels.length > 1) throw unsendable(field, `found ${levels.length} levels in ${quoted(value)}, expected one`);
    return escapeText(levels.join(''));
  };
