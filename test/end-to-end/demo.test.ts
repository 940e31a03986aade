import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DemoResult } from '../../commands/demo.js';
import { countRows, querySql } from './bookshop.js';
import { inFolder } from './in-folder.js';
import { runDbsynth, runForError, runForResult } from './run-dbsynth.js';

const at = inFolder();
const here = () => ({ cwd: at() });
const hashOf = (name: string) =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');

describe('dbsynth demo', () => {
  it('makes a shop and an intact copy of the same size that looks like it', async () => {
    const result = await runForResult<DemoResult>(['demo'], here());
    expect(readdirSync(at('dbsynth-demo')).sort()).toEqual([
      'shop-copy.db',
      'shop.db',
      'shop.dbsynth.json.gz',
    ]);
    expect(countRows(result.copy)).toEqual(countRows(result.source));
    expect(Object.keys(countRows(result.copy)!)).toHaveLength(13);
    expect(result.report.verification.ok).toBe(true);
    expect(result.fidelity.overall).toBeGreaterThan(0.85);
    expect(querySql(result.copy, 'PRAGMA foreign_key_check')).toEqual([]);
  });

  it('makes the same files again, over those of an earlier demo', async () => {
    await runForResult(['demo'], here());
    const before = [hashOf('dbsynth-demo/shop.db'), hashOf('dbsynth-demo/shop-copy.db')];
    await runForResult(['demo'], here());
    expect([hashOf('dbsynth-demo/shop.db'), hashOf('dbsynth-demo/shop-copy.db')]).toEqual(before);
  });

  it('tells a person where the copy is and how good it is', async () => {
    const { stdout, exitCode } = await runDbsynth(['demo', '--dir', 'here'], here());
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^copy\s+.*here\/shop-copy\.db$/m);
    expect(stdout).toMatch(/like its source by \d+\.\d %/);
  });

  it('does not replace a file that no demo made', async () => {
    writeFileSync(at('shop.db'), '');
    expect(await runForError(['demo', '--dir', '.'], here())).toMatchObject({
      code: 'E_TARGET_EXISTS',
      exitCode: 6,
    });
    expect(readdirSync(at())).toEqual(['shop.db']);
  });
});
