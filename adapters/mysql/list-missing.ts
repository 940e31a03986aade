import type { SchemaStatement } from '../../src/introspect/catalog.js';
import type { Move } from './move-record.js';
import { quoteText } from './quote.js';
import type { Session } from './session.js';

/** Lists the routines, views and triggers that a move has not made yet. */
export async function listMissing(session: Session, { target, late }: Move): Promise<SchemaStatement[]> {
  const name = quoteText(target);
  const rows = await session.query(
    `SELECT 'view', table_name FROM information_schema.views WHERE table_schema = ${name}
     UNION ALL SELECT 'trigger', trigger_name FROM information_schema.triggers WHERE trigger_schema = ${name}
     UNION ALL SELECT 'other', routine_name FROM information_schema.routines WHERE routine_schema = ${name}`,
  );
  const keyOf = (kind: string, object: string): string => `${kind} ${object.toLowerCase()}`;
  const made = new Set(rows.map(([kind, object]) => keyOf(String(kind), String(object))));
  return late.filter((statement) => !made.has(keyOf(statement.kind, statement.name)));
}
