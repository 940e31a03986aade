import { isSameName } from './fold-name.js';

/** Compares byte by byte, as SQLite does where nothing is said. */
export function isBinary(collation: string): boolean {
  return isSameName(collation, 'BINARY');
}

/** NOCASE folds A to Z and nothing else. https://www.sqlite.org/datatype3.html#collating_sequences */
export function isNocase(collation: string | null): boolean {
  return collation !== null && isSameName(collation, 'NOCASE');
}
