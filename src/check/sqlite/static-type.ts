import type { Typed } from '../semantics.js';
import type { Affinity } from './values.js';

/** What SQLite knows of an operand before it has a value. */
export interface SqliteType {
  readonly affinity: Affinity;
  /** Upper case; null when the operand brings none to a comparison. */
  readonly collation: string | null;
  /** Whether the collation comes from a COLLATE, which wins over those of columns. */
  readonly explicit: boolean;
}

export type Operand = Typed<SqliteType>;

/** Of literals and of what is calculated: neither affinity nor collation. */
export const PLAIN: SqliteType = { affinity: 'none', collation: null, explicit: false };

/** The type of what is calculated: no affinity; a COLLATE inside still counts. */
export function operandType(operands: readonly Operand[]): SqliteType {
  const collated = operands.find((operand) => operand.type.explicit);
  return collated ? { ...collated.type, affinity: 'none' } : PLAIN;
}
