/**
 * Starts a stopwatch.
 * @returns seconds since then, in hundredths
 */
export function startStopwatch(): () => number {
  const startMs = performance.now();
  return () => Math.round((performance.now() - startMs) / 10) / 100;
}
