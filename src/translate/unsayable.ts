/** The other product has no words for it, or none that mean the same for certain. */
export class Unsayable extends Error {}

/** @throws {Unsayable} for what a product cannot say */
export function sayable(sql: string | null): string {
  if (sql === null) throw new Unsayable();
  return sql;
}
