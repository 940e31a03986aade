/** States of the gate of a category or reference inside a family. */
export const GATE = { fresh: 0, previous: 1, seen: 2, none: 3 } as const;

/** The state of every row, how many have a value that a sibling had, and how many could. */
export function gateStates(
  identity: ArrayLike<number>,
  isNull: number,
  position: Int32Array,
): { states: Uint8Array; repeats: number; chances: number } {
  const states = new Uint8Array(identity.length);
  const seen = new Set<number>();
  let repeats = 0;
  let chances = 0;
  for (let row = 0; row < identity.length; row++) {
    if (position[row] === 0) seen.clear();
    const value = identity[row]!;
    if (value === isNull) {
      states[row] = GATE.none;
      continue;
    }
    if (seen.size > 0) chances++;
    if (position[row]! > 0 && identity[row - 1] === value) states[row] = GATE.previous;
    else if (seen.has(value)) states[row] = GATE.seen;
    if (states[row] !== GATE.fresh) repeats++;
    seen.add(value);
  }
  return { states, repeats, chances };
}
