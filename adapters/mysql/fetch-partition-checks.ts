import { quoteText } from './quote.js';
import type { Session } from './session.js';

/** What rows of a partitioned table must satisfy, because no partition takes others. */
export interface PartitionCheck {
  readonly table: string;
  readonly sql: string;
}

/**
 * Finds the bounds of partitions by range and list. Those by hash and key take every row, and lists and ranges over
 * several columns are not read: the server refuses rows that do not belong there.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-partitions-table.html
 */
export async function fetchPartitionChecks(session: Session, database: string): Promise<PartitionCheck[]> {
  const rows = await session.query(
    `SELECT table_name, partition_method, partition_expression, partition_description
     FROM information_schema.partitions
     WHERE table_schema = ${quoteText(database)} AND partition_method IS NOT NULL
     ORDER BY table_name, partition_ordinal_position, subpartition_ordinal_position`,
  );
  const byTable = new Map<string, { method: string; expression: string; bounds: string[] }>();
  for (const [table, method, expression, description] of rows) {
    const known = byTable.get(String(table)) ?? {
      method: String(method),
      expression: String(expression),
      bounds: [],
    };
    known.bounds.push(String(description));
    byTable.set(String(table), known);
  }
  return [...byTable].flatMap(([table, found]) => {
    const sql = sqlOf(found);
    return sql === null ? [] : [{ table, sql }];
  });
}

interface Found {
  readonly method: string;
  readonly expression: string;
  readonly bounds: readonly string[];
}

function sqlOf({ method, expression, bounds }: Found): string | null {
  // Several columns stand between commas; a function of one column may hold commas too, but then parentheses.
  if (expression.includes(',') && !expression.includes('(')) return null;
  if (/^RANGE/.test(method)) {
    const last = bounds.at(-1)!;
    return last === 'MAXVALUE' ? null : `${expression} < ${last}`;
  }
  if (!/^LIST/.test(method) || bounds.includes('DEFAULT')) return null;
  const isNull = bounds.some((bound) => /(^|,)NULL(,|$)/i.test(bound));
  const list = `${expression} IN (${[...new Set(bounds)].join(', ')})`;
  return isNull ? list : `${expression} IS NOT NULL AND ${list}`;
}
