import type { SchemaStatement } from '../../../src/introspect/catalog.js';
import type { Relations } from '../find-objects.js';
import type { ScriptObject } from './statement.js';
import { unlessThere } from './unless-there.js';

/**
 * Puts objects after what they need, in their given order otherwise. What needs a view comes after the rows, as
 * views do; it can be missed. Of schemas that are not looked at only what others need is taken.
 * @returns also the schemas that anything was taken from, and those that are looked at
 */
export function arrangeObjects(
  objects: readonly ScriptObject[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  { schemas, tables, partitions, views }: Relations,
): { before: SchemaStatement[]; after: SchemaStatement[]; schemas: ReadonlySet<string> } {
  const byKey = new Map(objects.map((object) => [object.key, object]));
  const viewKeys = new Set(views.map(({ oid }) => `class.${oid}`));
  const used = new Set(schemas);
  const late = new Map<string, boolean>();
  const before: SchemaStatement[] = [];
  const after: SchemaStatement[] = [];
  const visit = (key: string): boolean => {
    const known = late.get(key);
    if (known !== undefined) return known;
    const object = byKey.get(key);
    if (object === undefined) return false;
    // A cycle is only possible through the bodies of functions, which are not looked into.
    late.set(key, viewKeys.has(key));
    let isLate = viewKeys.has(key);
    const needed = [...(needs.get(key) ?? [])].filter((other) => byKey.has(other));
    for (const other of inOrder(needed, objects)) isLate = visit(other) || isLate;
    late.set(key, isLate);
    used.add(object.schema);
    const made = schemas.includes(object.schema) ? object.statement : unlessThere(object.statement);
    if (isLate) after.push({ ...made, optional: true });
    else before.push(made);
    return isLate;
  };
  for (const { key, schema } of objects) if (schemas.includes(schema)) visit(key);
  for (const { oid } of [...tables, ...partitions])
    for (const key of inOrder([...(needs.get(`late.${oid}`) ?? [])], objects)) visit(key);
  return { before, after, schemas: used };
}

function inOrder(keys: readonly string[], objects: readonly ScriptObject[]): string[] {
  if (keys.length < 2) return [...keys];
  const wanted = new Set(keys);
  return objects.filter(({ key }) => wanted.has(key)).map(({ key }) => key);
}
