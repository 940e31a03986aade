import { openSqliteSource, openSqliteTarget } from 'dbsynth/adapters/sqlite';
import { decodeModel, encodeModel, generate, learn, makePlan, planInputOf, sample, verify } from 'dbsynth';
import { describe, expect, it } from 'vitest';
import { countRows, makeBookshop } from './bookshop.js';
import { inFolder } from './in-folder.js';

const at = inFolder();

describe('the library', () => {
  it('learns and generates through the names that the package exports', async () => {
    makeBookshop(at('real.db'));
    const source = await openSqliteSource(at('real.db'));
    const model = decodeModel(encodeModel(await learn(source)));
    await source.close();
    const target = await openSqliteTarget(at('synth.db'));
    const plan = makePlan(planInputOf(model), { mode: 'create', abilities: target.can, scale: 2 });
    const report = await generate(model, plan, target, sample(model, plan), {
      clock: () => performance.now(),
    });
    expect(report.verification.ok).toBe(true);
    expect((await verify(target, model.catalog)).ok).toBe(true);
    await target.close();
    expect(countRows(at('synth.db'))).toEqual({ readers: 120, books: 80, loans: 400 });
  });
});
