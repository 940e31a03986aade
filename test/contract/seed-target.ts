import type { Target } from '../../src/database.js';
import { declareReferences, type ReferenceDeclaration } from '../../src/introspect/declare-references.js';
import { inventModel } from '../../src/invent/invent-model.js';
import { probeForms } from '../../src/invent/probe-forms.js';
import { usualRows } from '../../src/invent/usual-rows.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { planInputOf } from '../../src/plan/plan-input-of.js';
import { sample } from '../../src/sample/sample.js';
import { generate } from '../../src/write/generate.js';
import type { GenerateReport } from '../../src/write/generate.js';

/** Fills an empty target from its schema alone, as `dbsynth seed` does. */
export async function seedTarget(
  target: Target,
  rows: number | null = null,
  references: readonly ReferenceDeclaration[] = [],
): Promise<GenerateReport> {
  const catalog = declareReferences(await target.introspect(), references);
  const model = inventModel(await probeForms(target, catalog));
  const input = { ...planInputOf(model), usualRows: usualRows(model, rows) };
  const plan = makePlan(input, { mode: 'fill', abilities: target.can, seed: 1 });
  return generate(model, plan, target, sample(model, plan), { clock: () => performance.now() });
}
