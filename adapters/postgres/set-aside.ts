import type pg from 'pg';
import { DbsynthError } from '../../src/errors.js';
import type { SchemaStatement } from '../../src/introspect/catalog.js';
import { fetchRules, type Rule } from './fetch-rules.js';
import { findConstraintsToDefer } from './find-constraints-to-defer.js';
import type { Member } from './find-members.js';
import { findTriggersToDisable } from './find-triggers-to-disable.js';

/** Rules of a schema that stands, out of the way for one load. */
export interface SetAside {
  /** To be run before the rows. */
  readonly before: readonly SchemaStatement[];
  /** To be run after the rows, in the same transaction. */
  readonly after: readonly SchemaStatement[];
  /**
   * To be called when all of it has run.
   * @throws {DbsynthError} E_SCHEMA_MISMATCH unless every rule is as it was
   */
  check(): Promise<void>;
}

/**
 * Prepares to put triggers, foreign keys and indexes of some tables out of the way. Definitions are read, and are to be
 * run, with nothing on the search path.
 * @param quiet tables whose triggers are not to fire
 * @param free tables whose foreign keys and secondary indexes are to go and come again
 * @throws {DbsynthError} E_PERMISSION when this role owns not all of these tables
 */
export async function setAside(
  client: pg.Client,
  quiet: readonly Member[],
  free: readonly Member[],
): Promise<SetAside> {
  const triggers = await findTriggersToDisable(client, quiet);
  refuseForeign(
    quiet.filter(({ oid }) => triggers.tables.has(oid)),
    '--no-triggers',
  );
  refuseForeign(free, '--defer-constraints');
  const constraints = await findConstraintsToDefer(client, free);
  const members = [...new Map([...quiet, ...free].map((member) => [member.oid, member])).values()];
  const rules = await fetchRules(client, members);
  return {
    before: [...triggers.detour.before, ...constraints.before],
    after: [...constraints.after, ...triggers.detour.after],
    check: async () => compare(rules, await fetchRules(client, members)),
  };
}

function refuseForeign(members: readonly Member[], flag: string): void {
  const foreign = members.find(({ isOwned }) => !isOwned);
  if (foreign === undefined) return;
  throw new DbsynthError(
    'E_PERMISSION',
    `table "${foreign.id}": only its owner may do what ${flag} asks for`,
    {
      hint: `connect as the owner, or leave out ${flag}`,
    },
  );
}

function compare(before: readonly Rule[], after: readonly Rule[]): void {
  const keyOf = ({ name, details }: Rule): string => `${name}: ${details}`;
  const [known, found] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const different =
    before.find((rule) => !found.has(keyOf(rule))) ?? after.find((rule) => !known.has(keyOf(rule)));
  if (different === undefined) return;
  throw new DbsynthError(
    'E_SCHEMA_MISMATCH',
    `${different.name} would not be as it was before the load, so the load is undone`,
    { hint: 'leave out --defer-constraints and --no-triggers; please report the definition' },
  );
}
