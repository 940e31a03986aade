/**
 * Solves (A + ridge I) x = b for a symmetric A that is not negative, by Cholesky's method.
 * @param matrix A, row by row; left as it is
 * @param ridge above 0, which makes it solvable
 */
export function solveRidge(matrix: Float64Array, right: Float64Array, ridge: number): Float64Array {
  const size = right.length;
  const lower = matrix.slice();
  for (let i = 0; i < size; i++) lower[i * size + i]! += ridge;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j * size + j]!;
    }
  }
  const solution = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= lower[i * size + k]! * solution[k]!;
    solution[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i]! -= lower[k * size + i]! * solution[k]!;
    solution[i]! /= lower[i * size + i]!;
  }
  return solution;
}
