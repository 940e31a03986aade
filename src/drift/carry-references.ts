import { DbsynthError } from '../errors.js';
import type { Catalog, ForeignKey } from '../introspect/catalog.js';
import { declareReferences, type ReferenceDeclaration } from '../introspect/declare-references.js';

/**
 * Declares for a database the references that were declared when a model was learned. One whose columns are gone, or of
 * another type by now, is left out.
 * @param learned catalog of the model
 * @param found catalog of a database of the same product
 */
export function carryReferences(learned: Catalog, found: Catalog): Catalog {
  const declared = learned.tables.flatMap(({ id, foreignKeys }) =>
    foreignKeys.filter((key) => key.declared === true).map((key) => declarationOf(id, key)),
  );
  return declared.reduce((catalog, declaration) => {
    try {
      return declareReferences(catalog, [declaration]);
    } catch (error) {
      if (error instanceof DbsynthError) return catalog;
      throw error;
    }
  }, found);
}

function declarationOf(
  table: string,
  { columns, parent, parentColumns, when }: ForeignKey,
): ReferenceDeclaration {
  return {
    from: columns.map((name) => `${table}.${name}`),
    to: parentColumns.map((name) => `${parent}.${name}`),
    ...(when === undefined
      ? {}
      : { when: Object.fromEntries(when.map(({ column, value }) => [column, value])) }),
  };
}
