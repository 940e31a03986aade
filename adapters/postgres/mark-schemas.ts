import type pg from 'pg';
import { askCatalog } from './ask-catalog.js';
import { isMarked, withMark } from './mark.js';
import { quote, quoteText } from './quote.js';

interface CommentedSchema {
  name: string;
  comment: string | null;
}

/** Says in the comments of schemas that hold tables that dbsynth filled them, where the user may. */
export async function markSchemas(client: pg.Client): Promise<void> {
  for (const { name, comment } of await fetchSchemas(client)) {
    await client.query('SAVEPOINT dbsynth_mark');
    try {
      await client.query(`COMMENT ON SCHEMA ${quote(name)} IS ${quoteText(withMark(comment))}`);
    } catch {
      await client.query('ROLLBACK TO SAVEPOINT dbsynth_mark');
    }
    await client.query('RELEASE SAVEPOINT dbsynth_mark');
  }
}

/** Whether dbsynth filled all schemas that hold tables. */
export async function areMarked(client: pg.Client): Promise<boolean> {
  const schemas = await fetchSchemas(client);
  return schemas.length > 0 && schemas.every(({ comment }) => isMarked(comment));
}

async function fetchSchemas(client: pg.Client): Promise<CommentedSchema[]> {
  return askCatalog(
    client,
    `SELECT nspname AS name, obj_description(n.oid, 'pg_namespace') AS comment FROM pg_namespace AS n
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
       AND EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid AND relkind IN ('r', 'p'))
     ORDER BY nspname COLLATE "C"`,
  );
}
