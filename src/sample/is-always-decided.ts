import { isOptional } from '../graph/is-optional.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { SampledTable } from './sampled-table.js';

/** Whether a foreign key gives each row a parent as soon as its turn comes, so that none behind it decides the same columns. */
export function isAlwaysDecided(key: ForeignKey, { table, references, model }: SampledTable): boolean {
  const how = model.references[references.indexOf(key)]?.how.kind;
  return how !== 'late' && !isOptional(table, key);
}
