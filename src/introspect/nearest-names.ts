/** A name further away than this share of its length is no misspelling. */
const MAX_DISTANCE_SHARE = 0.5;

/**
 * Finds the known names that a misspelt one may mean, nearest first.
 * Distance: Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals" (1966), on lower
 * case; a name that holds the other one counts as near.
 * @returns at most three names
 */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  return known
    .map((candidate) => ({ candidate, distance: distanceBetween(wanted, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, distance }) => distance <= MAX_DISTANCE_SHARE * Math.max(name.length, candidate.length),
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function distanceBetween(a: string, b: string): number {
  const isPart = Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a));
  return isPart ? 1 : editDistance(a, b);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
