import { DbsynthError } from '../errors.js';
import { giveWay } from '../give-way.js';
import { shareBins, type BinShares } from '../model/bin-shares.js';
import type { Model, TableModel, Variable } from '../model/model.js';
import { binCount } from '../model/scale.js';
import { makePlan, type PlanInput, type PlanOptions } from '../plan/make-plan.js';
import { planInputOf } from '../plan/plan-input-of.js';
import { drawTables } from '../sample/sample.js';

/** Rows that a trial copy has in all. */
const TRIAL_ROWS = 20_000;
const TRIAL_SEEDS = [11, 12, 13, 14];
const ROUNDS = 2;
/** A bin is off where its mean share differs by so many standard errors, and by so much. */
const OFF_ERRORS = 3;
const OFF_SHARE = 0.01;
/** Chances are changed by at most this factor. */
const MOST_TILT = 8;

/**
 * Corrects what a copy has too much or too little of. A row is drawn by what rows before it hold, so a small error
 * grows along a family: a value that few families stay with may in the end fill the largest one. Small copies are
 * drawn, and chances of bins that come out off in all of them are changed by what they are off.
 * @param source shares of the bins in the rows that were learned from, by table
 * @returns the model with tilted variables; the same where copies are right, or no small copy can be drawn
 * @throws {DbsynthError} E_INTERRUPTED
 */
export async function calibrate(
  model: Model,
  source: ReadonlyMap<string, BinShares>,
  signal?: AbortSignal,
): Promise<Model> {
  if (!model.tables.some(mayBeTilted)) return model;
  let calibrated = model;
  for (let round = 0; round < ROUNDS; round++) {
    const copies = await drawCopies(calibrated, signal);
    if (copies === null) return calibrated;
    const tables = calibrated.tables.map((table) =>
      tiltTable(
        table,
        source.get(table.id),
        copies.flatMap((copy) => copy.get(table.id) ?? []),
      ),
    );
    if (tables.every((table, i) => table === calibrated.tables[i])) return calibrated;
    calibrated = { ...calibrated, tables };
  }
  return calibrated;
}

/** Shares of the bins in small copies; null where constraints leave no room for them. */
async function drawCopies(model: Model, signal?: AbortSignal): Promise<Map<string, BinShares>[] | null> {
  const input = planInputOf(model);
  const rows = [...input.sourceRows.values()].reduce((sum, count) => sum + count, 0);
  const scale = Math.min(1, TRIAL_ROWS / Math.max(1, rows));
  const copies: Map<string, BinShares>[] = [];
  for (const seed of TRIAL_SEEDS) {
    await giveWay(signal);
    const copy = drawCopy(model, input, {
      mode: 'create',
      abilities: { deferForeignKeys: true },
      seed,
      scale,
    });
    if (copy === null) return null;
    copies.push(copy);
  }
  return copies;
}

function drawCopy(model: Model, input: PlanInput, options: PlanOptions): Map<string, BinShares> | null {
  const shares = new Map<string, BinShares>();
  try {
    drawTables(model, makePlan(input, options), ({ model: { id, variables }, bins, rows }) => {
      const shareOf = ({ scale }: Variable, i: number): Float64Array =>
        shareBins(bins[i]!.subarray(0, rows), binCount(scale));
      shares.set(id, { rows, shares: variables.map(shareOf) });
    });
    return shares;
  } catch (error) {
    if (error instanceof DbsynthError) return null;
    throw error;
  }
}

function tiltTable(
  table: TableModel,
  source: BinShares | undefined,
  copies: readonly BinShares[],
): TableModel {
  if (!mayBeTilted(table) || source === undefined) return table;
  if (copies.length < TRIAL_SEEDS.length || copies.some(({ rows }) => rows === 0)) return table;
  const variables = table.variables.map((variable, i) =>
    isTiltable(variable) ? tiltVariable(variable, i, source, copies) : variable,
  );
  return variables.every((variable, i) => variable === table.variables[i]) ? table : { ...table, variables };
}

function mayBeTilted({ learned, kept, variables }: TableModel): boolean {
  return learned && kept === null && variables.some(isTiltable);
}

/** Columns that siblings repeat: there an error is passed on. */
function isTiltable({ role, draw, determined }: Variable): boolean {
  return role === 'column' && determined === null && (draw.kind === 'gate' || draw.kind === 'echo');
}

function tiltVariable(
  variable: Variable,
  index: number,
  source: BinShares,
  copies: readonly BinShares[],
): Variable {
  const wanted = source.shares[index]!;
  if (wanted.length !== binCount(variable.scale) + 1) return variable;
  const rows = copies.reduce((sum, copy) => sum + copy.rows, 0);
  let isOff = false;
  const tilt = Array.from(wanted, (share, bin) => {
    const drawn = copies.map(({ shares }) => shares[index]![bin]!);
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    const squares = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    // Between copies rows of a family go together; a few copies may still agree by chance more than single rows would.
    const between = squares / (drawn.length - 1) / drawn.length;
    const error = Math.sqrt(Math.max(between, (mean * (1 - mean)) / rows));
    const before = variable.tilt?.[bin] ?? 1;
    const difference = Math.abs(share - mean);
    if (mean === 0 || difference < OFF_SHARE || difference < OFF_ERRORS * error) return before;
    isOff = true;
    const after = Math.min(MOST_TILT, Math.max(1 / MOST_TILT, (before * share) / mean));
    return Math.round(after * 1000) / 1000;
  });
  return isOff ? { ...variable, tilt } : variable;
}
