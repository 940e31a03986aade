import { Args } from '@oclif/core';
import type { Plan } from '../src/plan/plan.js';
import type { GenerateReport } from '../src/write/generate.js';
import { BaseCommand } from './base-command.js';
import { useTarget } from './connection/open-database.js';
import { readModelFile } from './files/read-model-file.js';
import { generateFlags } from './flags.js';
import { confirmRemote } from './report/confirm-remote.js';
import { formatGeneration } from './report/format-generation.js';

/** What `dbsynth generate --json` prints; `schemas/generate.schema.json`. */
export interface GenerateResult {
  readonly model: string;
  readonly target: string;
  readonly plan: Plan;
  /** Null for a dry run. */
  readonly report: GenerateReport | null;
}

export class Generate extends BaseCommand {
  static override summary = 'Write synthetic rows from a model file, and verify them.';

  static override description = `A new or empty target gets the schema of the source first. Rows that stand in the target are never touched unless --truncate or
--append says so. A load that fails or is interrupted leaves the target as it was.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> model.dbsynth.json.gz --to synth.db',
    '<%= config.bin %> <%= command.id %> model.dbsynth.json.gz --to synth.db --scale 10 --rows customers=500 --seed 7',
    '<%= config.bin %> <%= command.id %> model.dbsynth.json.gz --to staging --truncate --dry-run',
  ];

  static override args = {
    model: Args.string({ description: 'Model file, as `dbsynth learn` writes it.', required: true }),
  };

  static override flags = generateFlags;

  async run(): Promise<GenerateResult> {
    const { args, flags } = await this.parse(Generate);
    const { carryOut, fitModel, planGeneration, readWishes, refuseSource } =
      await import('./run-generation.js');
    const { planInputOf } = await import('../src/plan/plan-input-of.js');
    const wishes = readWishes(flags);
    const learned = readModelFile(args.model);
    return useTarget(flags.to, this.surroundings(flags), async (target) => {
      await refuseSource(target, learned.sourceIdentity);
      if (!wishes.isDryRun) await confirmRemote(target, wishes.isConfirmed);
      const { model, fitting } = await fitModel(learned, target);
      const plan = await planGeneration(planInputOf(model), fitting, wishes);
      const result = { model: args.model, target: target.label, plan };
      if (wishes.isDryRun) {
        const { describePlan } = await import('../src/plan/describe-plan.js');
        this.log(describePlan(plan));
        return { ...result, report: null };
      }
      const display = this.showProgress();
      const report = await carryOut(model, plan, fitting, {
        display,
        signal: this.signal,
        threads: wishes.threads,
      });
      display.end();
      for (const line of formatGeneration(report, target.label)) this.log(line);
      return { ...result, report };
    });
  }
}
