import type { RuleWishes } from '../../src/learn/rules/table-rules.js';
import { readConfig } from './read-config.js';
import type { Surroundings } from './resolve-connection.js';

/**
 * Finds what the config file says of the rules of a source: those of the connection, else those of the whole file.
 * @param text the source as the user wrote it
 * @throws {DbsynthError} E_CONFIG
 */
export function findRules(text: string, { cwd, configPath }: Surroundings): RuleWishes | undefined {
  const config = readConfig(cwd, configPath);
  return config?.connections.get(text)?.rules ?? config?.rules ?? undefined;
}
