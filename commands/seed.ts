import { Args, Flags } from '@oclif/core';
import type { Target } from '../src/database.js';
import { DbsynthError } from '../src/errors.js';
import { declareReferences } from '../src/introspect/declare-references.js';
import type { Catalog } from '../src/introspect/catalog.js';
import type { Plan } from '../src/plan/plan.js';
import type { GenerateReport } from '../src/write/generate.js';
import { BaseCommand } from './base-command.js';
import { findReferences } from './connection/find-references.js';
import { useSource, useTarget } from './connection/open-database.js';
import { isSchemaFile, readSchemaFile } from './files/read-schema-file.js';
import { parseSeedRows, seedCommandFlags, targetFlags, type SeedRows } from './flags.js';
import { formatGeneration } from './report/format-generation.js';
import { confirmRemote } from './report/confirm-remote.js';
import type { GenerationWishes } from './run-generation.js';

/** What `dbsynth seed --json` prints; `schemas/seed.schema.json`. */
export interface SeedResult {
  readonly target: string;
  /** The database or file that the schema was made from; null when it stood. */
  readonly schemaFrom: string | null;
  readonly plan: Plan;
  /** Tables of migration tools, which are left alone. */
  readonly leftAlone: readonly string[];
  readonly warnings: readonly string[];
  /** Null for a dry run. */
  readonly report: GenerateReport | null;
}

/** The schema to fill, and how it came to be. */
interface FoundSchema {
  readonly catalog: Catalog;
  readonly from: string | null;
  readonly warnings: readonly string[];
  /** Rows stand in it that came with the schema. */
  readonly bringsRows: boolean;
}

export class Seed extends BaseCommand {
  static override summary = 'Fill an empty database with made-up rows, from its schema alone.';

  static override description = `Nothing is learned: types, names of columns and tables, keys and CHECKs decide what the rows hold. The rows keep every constraint, and
are verified. Tables of migration tools (schema_migrations and the like) are left alone.`;

  static override examples = [
    '<%= config.bin %> <%= command.id %> dev.db',
    '<%= config.bin %> <%= command.id %> postgres://me@localhost/shop --rows 50 --rows orders=1000',
    '<%= config.bin %> <%= command.id %> new.db --schema-from schema.sql',
    '<%= config.bin %> <%= command.id %> mysql://me@localhost/test --schema-from mysql://me@localhost/shop',
  ];

  static override args = {
    target: Args.string({
      description: 'Database to fill: sqlite:path, file:path, a path, a URL, or the name of a connection.',
      required: true,
    }),
  };

  static override flags = {
    'schema-from': Flags.string({
      summary: 'Make the schema first: that of another database, or a file of SQL statements.',
      helpGroup: 'TARGET',
      helpValue: '<database|file.sql>',
    }),
    ...targetFlags,
    ...seedCommandFlags,
  };

  async run(): Promise<SeedResult> {
    const { args, flags } = await this.parse(Seed);
    const { readWishes } = await import('./run-generation.js');
    const rows = parseSeedRows(flags.rows);
    const wishes = { ...readWishes({ ...flags, rows: [], scale: '1' }), rows: rows.byTable };
    const surroundings = this.surroundings(flags);
    const schemaFrom = flags['schema-from'];
    return useTarget(args.target, surroundings, async (target) => {
      if (!wishes.isDryRun) await confirmRemote(target, wishes.isConfirmed);
      const found = await this.findSchema(target, schemaFrom, wishes, flags.config);
      const references = findReferences(args.target, surroundings);
      const schema = { ...found, catalog: declareReferences(found.catalog, references) };
      return this.seed(target, schema, wishes, rows);
    });
  }

  private async findSchema(
    target: Target,
    from: string | undefined,
    { isDryRun }: GenerationWishes,
    config: string | undefined,
  ): Promise<FoundSchema> {
    const { probeForms } = await import('../src/invent/probe-forms.js');
    if (from === undefined) {
      const catalog = await probeForms(target, await target.introspect());
      if (catalog.tables.length > 0) return { catalog, from: null, warnings: [], bringsRows: false };
      throw new DbsynthError('E_EMPTY_SOURCE', `${target.label} has no tables to fill`, {
        hint: 'run its migrations first, or bring the schema with --schema-from',
      });
    }
    const { tables } = await target.state();
    if (tables.length > 0)
      throw new DbsynthError('E_TARGET_EXISTS', `${target.label} already holds ${tables.length} tables`, {
        hint: 'leave out --schema-from to fill the tables that stand, or name an empty database',
      });
    if (!isSchemaFile(from)) {
      const { refuseSource } = await import('./run-generation.js');
      const { hashIdentity } = await import('../src/model/hash-identity.js');
      return useSource(from, this.surroundings({ config }), async (source) => {
        await refuseSource(target, hashIdentity(await source.identity()));
        const catalog = await probeForms(source, await source.introspect());
        return { catalog, from: source.label, warnings: [], bringsRows: false };
      });
    }
    const sql = readSchemaFile(from);
    if (isDryRun)
      throw new DbsynthError('E_USAGE', 'a file of SQL statements tells its tables only once it has run', {
        hint: 'leave out --dry-run, or make the schema first and plan then',
      });
    const warnings = await target.makeSchema(sql);
    const catalog = await probeForms(target, await target.introspect());
    const bringsRows = (await target.state()).tables.some(({ rows }) => rows > 0);
    return { catalog, from, warnings, bringsRows };
  }

  private async seed(
    target: Target,
    { catalog, from, warnings, bringsRows }: FoundSchema,
    wishes: GenerationWishes,
    rows: SeedRows,
  ): Promise<SeedResult> {
    const { inventModel } = await import('../src/invent/invent-model.js');
    const { isBookkeeping } = await import('../src/invent/is-bookkeeping.js');
    const { usualRows } = await import('../src/invent/usual-rows.js');
    const { planInputOf } = await import('../src/plan/plan-input-of.js');
    const { carryOut, planGeneration } = await import('./run-generation.js');
    const { translateTarget } = await import('../src/translate/translate-target.js');
    const model = inventModel(catalog);
    const fitting = await translateTarget(target, catalog, null);
    const leftAlone = catalog.tables.filter(isBookkeeping).map(({ id }) => id);
    const plan = await planGeneration(
      { ...planInputOf(model), usualRows: usualRows(model, rows.ofAll) },
      fitting,
      {
        ...wishes,
        exclude: [...wishes.exclude, ...leftAlone],
        ignored: leftAlone,
        append: wishes.append || bringsRows,
      },
    );
    const result = { target: target.label, schemaFrom: from, plan, leftAlone, warnings };
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
    for (const { table, message } of plan.warnings)
      this.log(`warning: ${table === null ? '' : `${table} `}${message}`);
    for (const warning of warnings) this.log(`warning: ${warning}`);
    if (leftAlone.length > 0) this.log(`Left alone: ${leftAlone.join(', ')}.`);
    return { ...result, report };
  }
}
