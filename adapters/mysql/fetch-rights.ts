import type { Session } from './session.js';

/** What this user was granted. */
export interface Rights {
  /** Whether a privilege, as GRANT names it, covers a table, or every table of a database. */
  may(privilege: string, database: string, table?: string): boolean;
}

interface Grant {
  readonly privileges: ReadonlySet<string>;
  readonly covers: (database: string, table: string | undefined) => boolean;
}

/**
 * Reads the grants of this user and of its roles that are active.
 * https://dev.mysql.com/doc/refman/8.4/en/show-grants.html
 */
export async function fetchRights(session: Session): Promise<Rights> {
  const rows = await session.query('SHOW GRANTS');
  const grants = rows.flatMap(([text]) => readGrant(String(text)) ?? []);
  return {
    may: (privilege, database, table) =>
      grants.some(
        ({ privileges, covers }) =>
          covers(database, table) && (privileges.has(privilege) || privileges.has('ALL PRIVILEGES')),
      ),
  };
}

/** @returns null for a grant of a role or a routine */
function readGrant(text: string): Grant | null {
  const [, list, object, name, of] =
    /^GRANT (.+?) ON (\*\.\*|`((?:[^`]|``)*)`\.(\*|`(?:[^`]|``)*`)) TO /.exec(text) ?? [];
  if (list === undefined) return null;
  const privileges = new Set(list.split(',').map((privilege) => privilege.trim().toUpperCase()));
  if (object === '*.*') return { privileges, covers: () => true };
  const database = name!.replaceAll('``', '`');
  if (of !== '*') {
    const only = of!.slice(1, -1).replaceAll('``', '`');
    return { privileges, covers: (where, table) => where === database && table === only };
  }
  const pattern = toPattern(database);
  return { privileges, covers: (where) => pattern.test(where) };
}

/** In the name of a database `_` and `%` stand for any one and any number of characters. */
function toPattern(name: string): RegExp {
  const source = name.replace(/\\([\s\S])|([\s\S])/g, (_, escaped?: string, plain?: string) => {
    if (plain === '_') return '.';
    if (plain === '%') return '.*';
    return (escaped ?? plain!).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'is');
}
