import type { Source, Target } from '../../src/database.js';
import { learn } from '../../src/calibrate/learn.js';
import { decodeModel } from '../../src/model/decode-model.js';
import { encodeModel } from '../../src/model/encode-model.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { planInputOf } from '../../src/plan/plan-input-of.js';
import type { LoadMode } from '../../src/plan/plan.js';
import { sample } from '../../src/sample/sample.js';
import { generate, type GenerateReport } from '../../src/write/generate.js';

/** Learns a source and writes a copy of it into a target of the same product, as `dbsynth clone` does. */
export async function cloneBetween(source: Source, target: Target, mode: LoadMode): Promise<GenerateReport> {
  const model = decodeModel(encodeModel(await learn(source)));
  const plan = makePlan(planInputOf(model), { mode, abilities: target.can });
  return generate(model, plan, target, sample(model, plan), { clock: () => performance.now() });
}
