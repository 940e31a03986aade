import type { Column } from '../../src/introspect/catalog.js';

/** Character sets of several bytes other than Unicode's are left out: what they have is not known here. */
const ENCODINGS: ReadonlyMap<string, string> = new Map([
  ['ascii', 'ascii'],
  ['cp1250', 'windows-1250'],
  ['cp1251', 'windows-1251'],
  ['cp1256', 'windows-1256'],
  ['cp1257', 'windows-1257'],
  ['cp866', 'ibm866'],
  ['greek', 'iso-8859-7'],
  ['hebrew', 'iso-8859-8'],
  ['koi8r', 'koi8-r'],
  ['koi8u', 'koi8-u'],
  // The server's latin1 is that of Windows.
  ['latin1', 'windows-1252'],
  ['latin2', 'iso-8859-2'],
  ['latin5', 'windows-1254'],
  ['latin7', 'iso-8859-13'],
  ['tis620', 'windows-874'],
  ['ucs2', 'bmp'],
  ['utf8', 'bmp'],
  ['utf8mb3', 'bmp'],
]);

/** A collation is called after its character set. https://dev.mysql.com/doc/refman/8.4/en/charset-charsets.html */
export function encodingOf(collation: string | null): Pick<Column, 'encoding'> {
  const encoding = collation === null ? undefined : ENCODINGS.get(collation.split('_')[0]!);
  return encoding === undefined ? {} : { encoding };
}
