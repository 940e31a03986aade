import { NO_PHASE, PHASE_STEPS, phaseOf } from '../model/phase.js';

/** Phases matter where this share of the rows more than by chance lies on one. */
const MIN_EXCESS = 0.05;
/** The finest phase is that of all rows but such a share. */
const OUTLIERS = 0.002;
const MIN_ROWS = 100;

/**
 * Tells on which lattice each moment lies: whole days, hours, minutes. Many sources mix what people enter (whole hours)
 * with what machines do (seconds).
 * @param values microseconds; NaN = null
 * @returns a phase per row, one more than the last for null; null when moments lie on lattices as chance would have it
 */
export function learnPhases(
  values: Float64Array,
  entities: Int32Array,
  minEntities: number,
): Uint8Array | null {
  const phases = Uint8Array.from(values, (value) => (Number.isNaN(value) ? NO_PHASE + 1 : phaseOf(value)));
  const rows = new Float64Array(NO_PHASE + 2);
  const behind = Array.from(rows, () => new Set<number>());
  phases.forEach((phase, row) => {
    rows[phase]!++;
    behind[phase]!.add(entities[row]!);
  });
  const present = values.length - rows[NO_PHASE + 1]!;
  if (present < MIN_ROWS) return null;
  const finest = finestOf(rows, present);
  if (!standsOut(rows, present, finest)) return null;
  // What few entities share is told as the finest phase.
  return phases.map((phase) =>
    phase <= NO_PHASE && (phase > finest || behind[phase]!.size < minEntities) ? finest : phase,
  );
}

function finestOf(rows: Float64Array, present: number): number {
  let beyond = 0;
  for (let phase = NO_PHASE; phase > 0; phase--) {
    beyond += rows[phase]!;
    if (beyond > OUTLIERS * present) return phase;
  }
  return 0;
}

function standsOut(rows: Float64Array, present: number, finest: number): boolean {
  const step = finest === NO_PHASE ? 1 : PHASE_STEPS[finest]!;
  let on = 0;
  for (let phase = 0; phase < finest; phase++) {
    on += rows[phase]!;
    if (on / present > step / PHASE_STEPS[phase]! + MIN_EXCESS) return true;
  }
  return false;
}
