/**
 * Lattices that clocks and people prefer, coarsest first, in microseconds: days, hours, halves and quarters of one, five
 * minutes, minutes, seconds.
 */
export const PHASE_STEPS = [
  86_400_000_000, 3_600_000_000, 1_800_000_000, 900_000_000, 300_000_000, 60_000_000, 1_000_000,
] as const;

/** The phase of a moment that lies on none of them. */
export const NO_PHASE = PHASE_STEPS.length;

/** @returns position of the coarsest lattice that a moment (in microseconds) lies on */
export function phaseOf(moment: number): number {
  const phase = PHASE_STEPS.findIndex((step) => moment % step === 0);
  return phase < 0 ? NO_PHASE : phase;
}

/**
 * Puts a moment on the lattice of a phase.
 * @param least the moment that it must not lie before; -Infinity where there is none
 */
export function snapToPhase(moment: number, phase: number, least: number): number {
  if (phase >= NO_PHASE) return moment;
  const step = PHASE_STEPS[phase]!;
  const nearest = Math.round(moment / step) * step;
  return nearest < least ? Math.ceil(least / step) * step : nearest;
}
