import type { LogicalType } from '../../src/introspect/catalog.js';
import { unwrapDomains, type TypesByOid } from './find-types.js';
import { toLogicalType } from './types.js';

/** Types that hold one another deeper than this are left as they are. */
const DEEPEST = 4;

/**
 * Tells what a type means to the engine, with what its arrays, ranges and records are made of.
 * @param elements of arrays, by the array's oid
 * @param modifier of the column, -1 without one
 */
export function resolveType(
  types: TypesByOid,
  elements: ReadonlyMap<string, string>,
  oid: string,
  modifier: number,
  depth = 0,
): LogicalType {
  if (depth > DEEPEST) return { name: 'other' };
  const { domains, base } = unwrapDomains(types, oid);
  const inner = (part: string, partModifier: number): LogicalType =>
    resolveType(types, elements, part, partModifier, depth + 1);
  const innermost = domains.at(-1)?.base ?? oid;
  const element = elements.get(innermost);
  const own = domains.find((domain) => domain.modifier >= 0)?.modifier ?? modifier;
  if (element !== undefined) return { name: 'other', form: { kind: 'list', of: inner(element, own) } };
  if (base === null) return { name: 'other' };
  const parts = base.parts.map((part) => inner(part.oid, part.modifier));
  if (base.kind === 'c') return { name: 'other', form: { kind: 'record', of: parts } };
  if (base.kind === 'r' || base.kind === 'm')
    return { name: 'other', form: { kind: 'range', of: parts[0]!, isMany: base.kind === 'm' } };
  return toLogicalType(base, own);
}
