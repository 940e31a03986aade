/** Whether two identifiers are the same to databases that do not tell upper from lower case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
