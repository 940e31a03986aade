import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Flags } from '@oclif/core';
import type { Source, Target } from '../src/database.js';
import { DbsynthError } from '../src/errors.js';
import type { Fidelity } from '../src/evaluate/measure-fidelity.js';
import type { Model } from '../src/model/model.js';
import type { GenerateReport } from '../src/write/generate.js';
import { BaseCommand } from './base-command.js';
import { useSource, useTarget } from './connection/open-database.js';
import type { Surroundings } from './connection/resolve-connection.js';
import { seedFlags } from './flags.js';
import { formatCount } from './report/format-count.js';
import { formatGeneration } from './report/format-generation.js';
import { startStopwatch } from './report/start-stopwatch.js';

/** What `dbsynth demo --json` prints; `schemas/demo.schema.json`. */
export interface DemoResult {
  readonly source: string;
  readonly model: string;
  readonly copy: string;
  readonly learnSeconds: number;
  readonly report: GenerateReport;
  readonly fidelity: Fidelity;
}

const LEAST_ALIKE = 3;

export class Demo extends BaseCommand {
  static override summary = 'Make a sample database, clone it, verify the copy, and compare the two.';

  static override description = `The sample is a shop: 13 tables with people, orders, prices, dates, self-references, a junction table and nulls, always the
same rows. Look at both databases with any SQLite tool afterwards.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --dir /tmp/shop --seed 7',
  ];

  static override flags = {
    dir: Flags.string({
      summary: 'Folder for the databases and the model file.',
      helpValue: '<path>',
      default: 'dbsynth-demo',
    }),
    ...seedFlags,
  };

  async run(): Promise<DemoResult> {
    const { flags } = await this.parse(Demo);
    const folder = resolve(flags.dir);
    mkdirSync(folder, { recursive: true });
    const paths = {
      source: join(folder, 'shop.db'),
      model: join(folder, 'shop.dbsynth.json.gz'),
      copy: join(folder, 'shop-copy.db'),
    };
    const surroundings = this.surroundings(flags);
    await this.makeShop(paths.source, surroundings);
    await removeEarlier(paths.copy, surroundings);
    return useSource(`sqlite:${paths.source}`, surroundings, async (source) => {
      const outcome = await useTarget(`sqlite:${paths.copy}`, surroundings, (target) =>
        this.cloneShop(source, target, paths.model, flags.seed),
      );
      const { measureFidelity } = await import('../src/evaluate/measure-fidelity.js');
      const fidelity = await useSource(`sqlite:${paths.copy}`, surroundings, (copy) =>
        measureFidelity(source, copy, outcome.model),
      );
      this.printOutcome(paths, fidelity);
      return { ...paths, learnSeconds: outcome.learnSeconds, report: outcome.report, fidelity };
    });
  }

  private async makeShop(path: string, surroundings: Surroundings): Promise<void> {
    const { writeShop } = await import('./sample-shop/write-shop.js');
    await removeEarlier(path, surroundings);
    const rows = await useTarget(`sqlite:${path}`, surroundings, writeShop);
    this.log(`Made a sample shop of ${formatCount(rows)} rows in ${path}.`);
  }

  private async cloneShop(
    source: Source,
    target: Target,
    modelPath: string,
    seed: number,
  ): Promise<{ model: Model; learnSeconds: number; report: GenerateReport }> {
    const { learn } = await import('../src/calibrate/learn.js');
    const { makePlan } = await import('../src/plan/make-plan.js');
    const { planInputOf } = await import('../src/plan/plan-input-of.js');
    const { writeModelFile } = await import('./files/write-model-file.js');
    const { translateTarget } = await import('../src/translate/translate-target.js');
    const { carryOut } = await import('./run-generation.js');
    const display = this.showProgress();
    const { onProgress } = display;
    const seconds = startStopwatch();
    const model = await learn(source, { onProgress, signal: this.signal });
    const learnSeconds = seconds();
    writeModelFile(modelPath, model, { replace: true });
    const plan = makePlan(planInputOf(model), { seed, mode: 'create', abilities: target.can });
    const fitting = await translateTarget(target, model.catalog, model);
    const report = await carryOut(model, plan, fitting, { display, signal: this.signal });
    display.end();
    this.log(`Learned it in ${learnSeconds} s.`);
    this.log('');
    for (const line of formatGeneration(report, target.label)) this.log(line);
    return { model, learnSeconds, report };
  }

  private printOutcome(paths: { source: string; model: string; copy: string }, fidelity: Fidelity): void {
    const { overall, columnShapes, columnPairTrends, cardinality, columns } = fidelity;
    const least = columns.toSorted((a, b) => a.score - b.score).slice(0, LEAST_ALIKE);
    const percent = (score: number | null) => (score === null ? '-' : `${(score * 100).toFixed(1)} %`);
    this.log('');
    this.log(`The copy is like its source by ${percent(overall)} (formulas of SDMetrics):`);
    this.log(
      `  ${percent(columnShapes)} shapes of ${formatCount(columns.length)} columns, least alike: ${least
        .map(({ table, column, score }) => `${table}.${column} ${percent(score)}`)
        .join(', ')}`,
    );
    this.log(`  ${percent(columnPairTrends)} trends between columns of a row`);
    this.log(`  ${percent(cardinality)} numbers of children per parent`);
    this.log('');
    this.log(`source  ${paths.source}`);
    this.log(`model   ${paths.model}`);
    this.log(`copy    ${paths.copy}`);
  }
}

/**
 * Removes what an earlier demo left.
 * @throws {DbsynthError} E_TARGET_EXISTS when dbsynth did not make it
 */
async function removeEarlier(path: string, surroundings: Surroundings): Promise<void> {
  const { exists, madeByDbsynth } = await useTarget(`sqlite:${path}`, surroundings, (target) =>
    target.state(),
  );
  if (!exists) return;
  if (madeByDbsynth) return rmSync(path);
  throw new DbsynthError('E_TARGET_EXISTS', `${path} exists, and no demo made it`, {
    hint: 'name another folder with --dir',
  });
}
