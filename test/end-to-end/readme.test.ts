import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countRows, makeBookshop, runSql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth } from './run-dbsynth.js';

const at = inFolder();
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const ci = readFileSync(new URL('../../.ci/run', import.meta.url), 'utf8');

/** Lines of the shell blocks of a section, without comments. */
function shellLines(heading: string): string[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const blocks = [...section.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1]!);
  return blocks
    .flatMap((block) => block.split('\n').map((line) => line.replace(/\s+#.*/, '')))
    .filter(Boolean);
}

describe('README.md', () => {
  it('shows commands that work, one after another', async () => {
    makeBookshop(at('real.db'));
    makeBookshop(at('dev.db'));
    runSql(at('dev.db'), 'DELETE FROM loans; DELETE FROM books; DELETE FROM readers');
    const lines = shellLines('Use it');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      const [npx, dbsynth, ...args] = line.split(' ');
      expect([npx, dbsynth]).toEqual(['npx', 'dbsynth']);
      const outcome = await runDbsynth(args, { cwd: at() });
      expect(outcome.exitCode, `${line}\n${outcome.stderr}`).toBe(0);
    }
    expect(countRows(at('big.db'))).toEqual({ readers: 600, books: 400, loans: 2000 });
    expect(countRows(at('dev.db'))).toMatchObject({ readers: 100 });
  });

  it('builds, runs and tests with two commands, and the test command is what continuous integration runs', () => {
    expect(shellLines('Try it')).toEqual(['npm ci && npx dbsynth demo', 'npm ci && npm test']);
    expect(ci).toContain('npm ci && npm test');
  });
});
