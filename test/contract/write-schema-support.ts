import type { Dialect } from '../../src/introspect/catalog.js';
import type { DatabaseCase } from './read-cases.js';

const PRODUCTS: readonly { readonly dialect: Dialect; readonly name: string }[] = [
  { dialect: 'sqlite', name: 'SQLite' },
  { dialect: 'postgres', name: 'PostgreSQL' },
  { dialect: 'mysql', name: 'MySQL, MariaDB' },
];

const HEAD = `# What schemas dbsynth keeps

Each line is a small database of [\`test/databases/\`](../test/databases). Where a product has a ✓, the tests learn it and clone it at a tenth, at
once and at five times its rows, append to the smallest copy twice, and fill an empty schema from its types and names alone (\`dbsynth
seed\`). Each time rows are counted, orphans, duplicates and broken constraints are searched for by SQL, and what the case says must
hold is asked. SQLite is the one that comes with dbsynth; the servers are PostgreSQL 15 and MariaDB 10.11.

This page is written by the tests (\`npx vitest run test/contract/schema-support -u\`), so it cannot say what they do not.
`;

/**
 * Writes the page that tells which kinds of schemas are kept on which product.
 * @returns Markdown
 */
export function writeSchemaSupport(cases: readonly DatabaseCase[]): string {
  const topics = [...new Set(cases.map(({ topic }) => topic))].sort();
  const notes: string[] = [];
  const sections = topics.map((topic) => {
    const rows = cases
      .filter((each) => each.topic === topic)
      .map(
        (each) =>
          `| ${each.title} | ${PRODUCTS.map(({ dialect }) => cellOf(each, dialect, notes)).join(' | ')} |`,
      );
    const names = PRODUCTS.map(({ name }) => name);
    return [
      `## ${topic}`,
      '',
      `| The schema has | ${names.join(' | ')} |`,
      `| --- | ${names.map(() => '---').join(' | ')} |`,
      ...rows,
    ].join('\n');
  });
  const list = notes.map((note, i) => `${i + 1}. ${note}`);
  return `${[HEAD.trim(), ...sections, ['## Why not', '', ...list].join('\n')].join('\n\n')}\n`;
}

function cellOf({ missing }: DatabaseCase, dialect: Dialect, notes: string[]): string {
  const reason = missing[dialect];
  return reason === undefined ? '✓' : `- ${noteOf(reason, notes)}`;
}

function noteOf(note: string, notes: string[]): string {
  if (!notes.includes(note)) notes.push(note);
  return `(${notes.indexOf(note) + 1})`;
}
