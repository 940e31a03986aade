import type { Target } from '../database.js';
import { DbsynthError } from '../errors.js';
import type { Catalog } from '../introspect/catalog.js';
import type { Plan, PlanWarning } from './plan.js';

/** What the user said about triggers and constraints of a schema that stands. */
export interface SchemaWishes {
  readonly noTriggers: boolean;
  readonly deferConstraints: boolean;
}

/**
 * Fits a plan to a schema that stands: tells whose triggers will fire, and has them and the constraints put out of the
 * way where the user wants it.
 * @param found catalog of the target
 * @throws {DbsynthError} E_UNSUPPORTED where the target cannot do that in such a way that nothing could be lost
 */
export function heedStandingSchema(
  plan: Plan,
  found: Catalog,
  { noTriggers, deferConstraints }: SchemaWishes,
  { can, label }: Pick<Target, 'can' | 'label'>,
): Plan {
  if (noTriggers && !can.disableTriggers) {
    throw new DbsynthError(
      'E_UNSUPPORTED',
      `${label}: triggers can be dropped here, but not in such a way that a load which fails gives them back`,
      {
        hint: 'leave out --no-triggers; or drop them yourself and make them again; or write into a new database, where triggers come after the rows',
      },
    );
  }
  if (deferConstraints && !can.deferConstraints) {
    throw new DbsynthError(
      'E_UNSUPPORTED',
      `${label}: constraints can be dropped here, but not in such a way that a load which fails gives them back`,
      {
        hint: 'leave out --defer-constraints: foreign keys are not enforced row by row here anyway, but checked at the end of the load',
      },
    );
  }
  return {
    ...plan,
    target: { ...plan.target, disableTriggers: noTriggers, deferConstraints },
    warnings: [...plan.warnings, ...(noTriggers ? [] : warnOfTriggers(plan, found))],
  };
}

function warnOfTriggers(plan: Plan, found: Catalog): PlanWarning[] {
  const triggers = new Map(found.tables.map((table) => [table.id.toLowerCase(), table.triggers]));
  return plan.tables.flatMap(({ id, rows }) => {
    const names = triggers.get(id.toLowerCase()) ?? [];
    if (names.length === 0 || rows === 0) return [];
    const list = names.map((name) => `"${name}"`).join(', ');
    return [{ table: id, message: `its triggers fire for each row, and may change or refuse it: ${list}` }];
  });
}
