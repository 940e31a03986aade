/**
 * Brings a name into the form by which SQLite compares it: A to Z make no difference, all other letters do.
 * https://www.sqlite.org/lang_keywords.html
 */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Whether two names mean the same object to SQLite. */
export function isSameName(a: string, b: string): boolean {
  return a === b || foldName(a) === foldName(b);
}
