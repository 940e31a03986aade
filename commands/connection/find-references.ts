import type { ReferenceDeclaration } from '../../src/introspect/declare-references.js';
import { parseLocation } from './parse-location.js';
import { readConfig } from './read-config.js';
import type { Surroundings } from './resolve-connection.js';

/**
 * Finds the references that the config file declares for a database: those of its connection, else those of all.
 * @param text a source or target as the user wrote it, see `resolveConnection`
 * @throws {DbsynthError} E_URL, E_CONFIG
 */
export function findReferences(
  text: string,
  { cwd, configPath }: Surroundings,
): readonly ReferenceDeclaration[] {
  const config = readConfig(cwd, configPath);
  if (config === null) return [];
  const connection = parseLocation(text, cwd) === null ? config.connections.get(text) : undefined;
  return connection?.references ?? config.references;
}
