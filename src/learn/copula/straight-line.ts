import { solveRidge } from './solve-ridge.js';

const RIDGE = 0.001;

/** Least squares on the same features for one target after another. */
export class StraightLine {
  private readonly products: Float64Array;

  /** @param features of mean 0 and variance 1, one array over the rows per feature */
  constructor(private readonly features: readonly Float64Array[]) {
    this.products = multiply(features);
  }

  /** Weights of the features. */
  fit(targets: Float64Array): Float64Array {
    const projected = Float64Array.from(this.features, (feature) => meanProduct(feature, targets));
    return solveRidge(this.products, projected, RIDGE);
  }

  /** What weighted features say of each row, around a mean. */
  predict(weights: Float64Array, mean: number, rows: number): Float64Array {
    const told = new Float64Array(rows).fill(mean);
    this.features.forEach((feature, f) => {
      const weight = weights[f]!;
      for (let row = 0; row < rows; row++) told[row]! += weight * feature[row]!;
    });
    return told;
  }
}

function multiply(features: readonly Float64Array[]): Float64Array {
  const size = features.length;
  const products = new Float64Array(size * size);
  features.forEach((one, i) => {
    for (let j = 0; j <= i; j++)
      products[i * size + j] = products[j * size + i] = meanProduct(one, features[j]!);
  });
  return products;
}

function meanProduct(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < one.length; row++) sum += one[row]! * other[row]!;
  return one.length === 0 ? 0 : sum / one.length;
}
