import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import type { Dialect } from '../../src/introspect/catalog.js';
import { readCaseFile, readCases } from './read-cases.js';
import { writeSchemaSupport } from './write-schema-support.js';

const PAGE = fileURLToPath(new URL('../../docs/schema-support.md', import.meta.url));
const DIALECTS: readonly Dialect[] = ['sqlite', 'postgres', 'mysql'];

it('docs/schema-support.md says what the databases of the tests say', async () => {
  const page = await format(writeSchemaSupport(readCases()), {
    ...(await resolveConfig(PAGE)),
    parser: 'markdown',
  });
  await expect(page).toMatchFileSnapshot(PAGE);
});

it.each(readCases())('$name has a schema for each product, or the reason why there is none', (each) => {
  for (const dialect of DIALECTS) {
    const hasSchema = readCaseFile(each.name, 'schema', dialect) !== null;
    expect(hasSchema, dialect).toBe(each.missing[dialect] === undefined);
  }
  expect(each.topic).toMatch(/^[A-Z]/);
});
