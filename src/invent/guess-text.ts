import { guessPersonal } from '../classify/guess-personal.js';
import { nameWords, saysCode } from '../classify/name-words.js';
import type { Column, Table } from '../introspect/catalog.js';
import type { TextKind } from '../text/text-spec.js';

/** A column that may be longer holds sentences. */
const SENTENCES_FROM = 1000;

const PROSE =
  /(^|_)(description|desc|body|content|contents|comment|comments|note|notes|summary|message|bio|about|remark|remarks|reason|explanation|abstract|review|feedback|beschreibung|excerpt|biography)$/;
const CODES =
  /(^|_)(slug|hash|digest|checksum|fingerprint|sha\d*|md5|signature|nonce|salt|path|filename|file_name)$/;

/**
 * Guesses how the texts of a column are made, from its name, its type and the name of its table.
 */
export function guessText(column: Column, table: Table): TextKind {
  const name = nameWords(column.name);
  const most = column.type.name === 'text' ? (column.type.maxLength ?? Infinity) : Infinity;
  if (column.type.name === 'uuid' || (/uuid|guid/.test(name) && most >= 36)) return { form: 'uuid' };
  if (column.type.name === 'json') return { form: 'json' };
  const personal = guessPersonal(column.name, table.name, null);
  if (personal !== null && (most >= 8 || personal.pii === 'postcode'))
    return { form: 'pii', pii: personal.pii };
  if (most < 6 || CODES.test(name) || saysCode(name)) return { form: 'code' };
  if (PROSE.test(name) || (most >= SENTENCES_FROM && most < Infinity)) return { form: 'free' };
  return { form: 'label' };
}
