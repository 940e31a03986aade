import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { DbsynthError } from '../src/errors.js';
import type { Source, Target } from '../src/database.js';
import type { ReferenceDeclaration } from '../src/introspect/declare-references.js';
import type { RuleWishes } from '../src/learn/rules/table-rules.js';
import type { EngineName, Model } from '../src/model/model.js';
import type { Plan } from '../src/plan/plan.js';
import type { GenerateReport } from '../src/write/generate.js';
import { BaseCommand } from './base-command.js';
import { findReferences } from './connection/find-references.js';
import { findRules } from './connection/find-rules.js';
import { useSource, useTarget } from './connection/open-database.js';
import { refuseExisting } from './files/write-file-whole.js';
import { generateFlags, learnFlags, parseOwners } from './flags.js';
import { confirmRemote } from './report/confirm-remote.js';
import { describeFit, formatFit, warnOfOverfit, type TableFit } from './report/describe-fit.js';
import { formatGeneration } from './report/format-generation.js';
import { startStopwatch } from './report/start-stopwatch.js';
import type { GenerationWishes } from './run-generation.js';

/** What `dbsynth clone --json` prints; `schemas/clone.schema.json`. */
export interface CloneResult {
  readonly source: string;
  readonly target: string;
  /** Where the model was kept; null when it was not. */
  readonly model: string | null;
  readonly learnSeconds: number;
  /** Per table, how much better rows are told that were learned from. */
  readonly fit: readonly TableFit[];
  /** What of the source cannot be kept, and tables that were learned too closely. */
  readonly warnings: readonly string[];
  readonly plan: Plan;
  /** Null for a dry run. */
  readonly report: GenerateReport | null;
}

interface CloneWishes extends GenerationWishes {
  readonly owners: Readonly<Record<string, string>>;
  readonly engine: EngineName;
  readonly keep: readonly string[];
  readonly model: string | null;
  readonly sampleRows: number | undefined;
  readonly refine: boolean | undefined;
  readonly references: readonly ReferenceDeclaration[];
  readonly rules: RuleWishes | undefined;
}

export class Clone extends BaseCommand {
  static override summary = 'Learn a database, write a synthetic copy, and verify it.';

  static override description = `Does in one go what learn, generate and verify do. Everything that can be refused is refused before the source is learned.
A dry run learns, too, because what is learned decides the families and which tables keep their rows; it writes nothing.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> real.db --to synth.db',
    '<%= config.bin %> <%= command.id %> prod --to staging --scale 0.1 --exclude "audit_*" --truncate',
    '<%= config.bin %> <%= command.id %> real.db --to synth.db --model model.dbsynth.json.gz --dry-run',
  ];

  static override args = {
    source: Args.string({
      description: 'Database to learn: sqlite:path, file:path, a path, or the name of a connection.',
      required: true,
    }),
  };

  static override flags = {
    ...generateFlags,
    model: Flags.string({ summary: 'Keep the model in this file.', helpValue: '<path>' }),
    ...learnFlags,
  };

  async run(): Promise<CloneResult> {
    const { args, flags } = await this.parse(Clone);
    const { readWishes } = await import('./run-generation.js');
    const model = flags.model ?? null;
    const surroundings = this.surroundings(flags);
    const wishes = {
      ...readWishes(flags),
      owners: parseOwners(flags.owner),
      engine: flags.engine,
      keep: flags.keep ?? [],
      model,
      sampleRows: flags['sample-rows'],
      refine: flags.refine,
      references: findReferences(args.source, surroundings),
      rules: findRules(args.source, surroundings),
    };
    if (model !== null) refuseExisting(model, wishes.isConfirmed);
    return useSource(args.source, surroundings, (source) =>
      useTarget(flags.to, surroundings, (target) => this.clone(source, target, wishes)),
    );
  }

  private async clone(source: Source, target: Target, wishes: CloneWishes): Promise<CloneResult> {
    const { carryOut, planGeneration, refuseSource } = await import('./run-generation.js');
    const { hashIdentity } = await import('../src/model/hash-identity.js');
    const { readPlanInput } = await import('../src/plan/read-plan-input.js');
    const { translateTarget } = await import('../src/translate/translate-target.js');
    await refuseSource(target, hashIdentity(await source.identity()));
    if (wishes.model !== null && resolve(wishes.model) === target.name)
      throw new DbsynthError('E_USAGE', '--model and --to name the same file', {
        hint: 'keep the model elsewhere',
      });
    if (!wishes.isDryRun) await confirmRemote(target, wishes.isConfirmed);
    // Refuses what can be refused before the long part; what was learned then decides the families.
    const input = await readPlanInput(source, wishes.owners, wishes.references);
    await planGeneration(input, await translateTarget(target, input.catalog, null), wishes);
    const { learn } = await import('../src/calibrate/learn.js');
    const { planInputOf } = await import('../src/plan/plan-input-of.js');
    const display = this.showProgress();
    const { onProgress } = display;
    const seconds = startStopwatch();
    const model = await learn(source, {
      onProgress,
      signal: this.signal,
      owners: wishes.owners,
      engine: wishes.engine,
      keep: wishes.keep,
      sampleRows: wishes.sampleRows,
      refine: wishes.refine,
      references: wishes.references,
      rules: wishes.rules,
    });
    const learnSeconds = seconds();
    const fitting = await translateTarget(target, model.catalog, model);
    const plan = await planGeneration(planInputOf(model), fitting, { ...wishes, isConfirmed: true });
    const fit = describeFit(model);
    const warnings = [...model.warnings, ...warnOfOverfit(fit)];
    const result = { source: source.label, target: target.label, plan, learnSeconds, fit, warnings };
    if (wishes.isDryRun) {
      const { describePlan } = await import('../src/plan/describe-plan.js');
      display.end();
      this.log(describePlan(plan));
      for (const warning of warnings) this.log(`warning: ${warning}`);
      return { ...result, model: null, report: null };
    }
    if (wishes.model !== null) await keepModel(wishes.model, model, wishes.isConfirmed);
    const report = await carryOut(model, plan, fitting, {
      display,
      signal: this.signal,
      threads: wishes.threads,
    });
    display.end();
    this.log(`Learned ${source.label} in ${learnSeconds} s.`);
    for (const line of formatFit(fit)) this.log(line);
    for (const warning of warnings) this.log(`warning: ${warning}`);
    for (const line of formatGeneration(report, target.label)) this.log(line);
    return { ...result, model: wishes.model, report };
  }
}

async function keepModel(path: string, model: Model, replace: boolean): Promise<void> {
  const { writeModelFile } = await import('./files/write-model-file.js');
  writeModelFile(path, model, { replace });
}
