export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const shareOf = <T>(values: readonly T[], holds: (value: T) => boolean): number =>
  values.filter(holds).length / values.length;

/** Standard deviation. */
export function spread(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}

/** Pearson's. */
export function correlation(ones: readonly number[], others: readonly number[]): number {
  const [one, other] = [mean(ones), mean(others)];
  const covariance = mean(ones.map((value, i) => (value - one) * (others[i]! - other)));
  return covariance / spread(ones) / spread(others);
}

/** How alike the members of a family are: their intraclass correlation, by analysis of variance. */
export function likeness(families: readonly (readonly number[])[]): number {
  const large = families.filter((family) => family.length > 1);
  const rows = large.reduce((sum, family) => sum + family.length, 0);
  const center = mean(large.flat());
  const squares = (values: readonly number[], around: number): number =>
    values.reduce((sum, value) => sum + (value - around) ** 2, 0);
  const between =
    large.reduce((sum, family) => sum + family.length * (mean(family) - center) ** 2, 0) / (large.length - 1);
  const within =
    large.reduce((sum, family) => sum + squares(family, mean(family)), 0) / (rows - large.length);
  const size =
    (rows - large.reduce((sum, family) => sum + family.length ** 2, 0) / rows) / (large.length - 1);
  return (between - within) / (between + (size - 1) * within);
}
