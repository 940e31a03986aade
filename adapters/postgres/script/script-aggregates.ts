import type pg from 'pg';
import { askCatalog } from '../ask-catalog.js';
import { qualify } from '../quote.js';

interface FoundAggregate {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly parameters: string;
  /** Of CREATE AGGREGATE, in their order; null for what is not set. */
  readonly options: readonly (string | null)[];
}

/**
 * Writes down aggregates, for which the server has no function of its own; those of extensions are left out.
 * https://www.postgresql.org/docs/current/catalog-pg-aggregate.html
 * https://www.postgresql.org/docs/current/sql-createaggregate.html
 */
export async function scriptAggregates(
  client: pg.Client,
): Promise<{ oid: string; schema: string; name: string; sql: string }[]> {
  const found = await askCatalog<FoundAggregate>(
    client,
    `SELECT p.oid, nspname AS schema, proname AS name, pg_get_function_arguments(p.oid) AS parameters,
       ARRAY [
         'SFUNC = ' || ${functionSql('aggtransfn')},
         'STYPE = ' || format_type(aggtranstype, NULL),
         'SSPACE = ' || nullif(aggtransspace, 0),
         'FINALFUNC = ' || ${functionSql('aggfinalfn')},
         CASE WHEN aggfinalextra THEN 'FINALFUNC_EXTRA' END,
         CASE WHEN aggfinalfn <> 0 THEN 'FINALFUNC_MODIFY = ' || ${modifySql('aggfinalmodify')} END,
         'COMBINEFUNC = ' || ${functionSql('aggcombinefn')},
         'SERIALFUNC = ' || ${functionSql('aggserialfn')},
         'DESERIALFUNC = ' || ${functionSql('aggdeserialfn')},
         'INITCOND = ' || quote_literal(agginitval),
         'MSFUNC = ' || ${functionSql('aggmtransfn')},
         'MINVFUNC = ' || ${functionSql('aggminvtransfn')},
         'MSTYPE = ' || format_type(nullif(aggmtranstype, 0), NULL),
         'MSSPACE = ' || nullif(aggmtransspace, 0),
         'MFINALFUNC = ' || ${functionSql('aggmfinalfn')},
         CASE WHEN aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
         CASE WHEN aggmfinalfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || ${modifySql('aggmfinalmodify')} END,
         'MINITCOND = ' || quote_literal(aggminitval),
         (SELECT 'SORTOP = OPERATOR(' || quote_ident(on_.nspname) || '.' || oprname || ')'
          FROM pg_operator AS o JOIN pg_namespace AS on_ ON on_.oid = oprnamespace WHERE o.oid = aggsortop),
         CASE proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
         CASE WHEN aggkind = 'h' THEN 'HYPOTHETICAL' END
       ] AS options
     FROM pg_aggregate JOIN pg_proc AS p ON p.oid = aggfnoid JOIN pg_namespace AS n ON n.oid = pronamespace
     WHERE p.oid >= 16384 AND NOT EXISTS (
       SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
     ORDER BY nspname COLLATE "C", proname COLLATE "C", pg_get_function_arguments(p.oid) COLLATE "C"`,
  );
  return found.map(({ oid, schema, name, parameters, options }) => {
    const set = options.filter((option) => option !== null).join(', ');
    const sql = `CREATE AGGREGATE ${qualify(schema, name)}(${parameters === '' ? '*' : parameters}) (${set})`;
    return { oid, schema, name, sql };
  });
}

/** A function by its qualified name, null where there is none. */
function functionSql(column: string): string {
  return `(SELECT quote_ident(fn.nspname) || '.' || quote_ident(f.proname)
          FROM pg_proc AS f JOIN pg_namespace AS fn ON fn.oid = f.pronamespace WHERE f.oid = ${column})`;
}

function modifySql(column: string): string {
  return `CASE ${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END`;
}
