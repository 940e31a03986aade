import { DbsynthError } from '../../src/errors.js';
import type { ReferenceDeclaration } from '../../src/introspect/declare-references.js';

/**
 * Checks the form of the references that a config file declares; `declareReferences` checks what they name.
 * @param path of the config file, for messages
 * @throws {DbsynthError} E_CONFIG
 */
export function parseReferences(path: string, value: unknown): readonly ReferenceDeclaration[] {
  if (!Array.isArray(value)) throw malformed(path, '"references" must be a list');
  return value.map((each: unknown, index) => parseReference(path, index + 1, each));
}

function parseReference(path: string, number: number, value: unknown): ReferenceDeclaration {
  const label = `reference ${number}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(path, `${label} must be an object`);
  const { from, to, when, ...others } = value as Record<string, unknown>;
  const [strange] = Object.keys(others);
  if (strange !== undefined) throw malformed(path, `"${strange}" is not a setting of ${label}`);
  if (!areNames(from)) throw malformed(path, `"from" of ${label} must name one column or several`);
  if (!areNames(to)) throw malformed(path, `"to" of ${label} must name one column or several`);
  if (when === undefined) return { from, to };
  if (!areSelectors(when))
    throw malformed(path, `"when" of ${label} must give columns their texts or numbers`);
  return { from, to, when };
}

function areNames(value: unknown): value is string | readonly string[] {
  const isName = (each: unknown): boolean => typeof each === 'string' && each !== '';
  return Array.isArray(value) ? value.length > 0 && value.every(isName) : isName(value);
}

function areSelectors(value: unknown): value is Readonly<Record<string, string | number>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const values = Object.values(value);
  return values.length > 0 && values.every((each) => typeof each === 'string' || typeof each === 'number');
}

function malformed(path: string, what: string): DbsynthError {
  return new DbsynthError('E_CONFIG', `the config file ${path} is not valid: ${what}`, {
    hint: 'write {"references": [{"from": "orders.customer_ref", "to": "customers.code"}]}',
  });
}
