import { DbsynthError } from '../errors.js';
import type { Catalog, Table } from './catalog.js';
import { nearestNames } from './nearest-names.js';

/**
 * Finds the tables that a user means: an id or a bare name as it stands, else the same in any case, else as a
 * pattern in which `*` stands for any characters and `?` for one.
 * @param option where the name was given, for the message, as `--exclude`
 * @returns table ids in catalog order, at least one
 * @throws {DbsynthError} E_UNKNOWN_TABLE
 */
export function matchTables(catalog: Catalog, pattern: string, option: string): string[] {
  const glob = globToRegExp(pattern);
  const lower = pattern.toLowerCase();
  const attempts: ((name: string) => boolean)[] = [
    (name) => name === pattern,
    (name) => name.toLowerCase() === lower,
    (name) => glob.test(name),
  ];
  for (const isMeant of attempts) {
    const found = catalog.tables.filter(({ id, name }) => isMeant(id) || isMeant(name));
    if (found.length > 0) return found.map(({ id }) => id);
  }
  throw unknownTable(catalog, pattern, option);
}

/**
 * Finds the one table that a user means by an id or a bare name, in any case; no patterns.
 * @throws {DbsynthError} E_UNKNOWN_TABLE, also when several schemas have a table of that name
 */
export function matchTable(catalog: Catalog, name: string, option: string): Table {
  const lower = name.toLowerCase();
  const attempts: ((table: Table) => boolean)[] = [
    (table) => table.id === name,
    (table) => table.name === name,
    (table) => table.id.toLowerCase() === lower || table.name.toLowerCase() === lower,
  ];
  for (const isMeant of attempts) {
    const found = catalog.tables.filter(isMeant);
    if (found.length > 1) {
      const ids = found.map(({ id }) => id).join(', ');
      throw new DbsynthError('E_UNKNOWN_TABLE', `${option}: "${name}" may be any of ${ids}`, {
        hint: 'add the schema',
      });
    }
    if (found[0]) return found[0];
  }
  throw unknownTable(catalog, name, option);
}

function unknownTable(catalog: Catalog, name: string, option: string): DbsynthError {
  const near = nearestNames(name, [...new Set(catalog.tables.flatMap((table) => [table.name, table.id]))]);
  const all = catalog.tables.map(({ id }) => id);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(', ')}?`
      : `tables: ${all.slice(0, 20).join(', ')}${all.length > 20 ? `, and ${all.length - 20} more` : ''}`;
  return new DbsynthError('E_UNKNOWN_TABLE', `${option}: there is no table "${name}"`, { hint });
}

function globToRegExp(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'isu');
}
