import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { plantShop, scriptOf } from '../planted-shop.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/**
 * Effects that are planted in a source must come back: those of both parents, of the order of siblings, of nulls.
 * Tolerances are four standard errors where an effect is a share, and fixed where it is a rule.
 */
const SEEDS = [0, 1, 2, 3, 4];
const real = plantShop();
let model: Model;
let copies: Rows[];

beforeAll(async () => {
  model = await learnScript(scriptOf(real));
  copies = SEEDS.map((seed) => drawRows(model, { seed }));
});

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(ones: readonly number[], others: readonly number[]): number {
  const [one, other] = [mean(ones), mean(others)];
  const covariance = mean(ones.map((value, i) => (value - one) * (others[i]! - other)));
  const variance = (values: readonly number[], center: number): number =>
    mean(values.map((value) => (value - center) ** 2));
  return covariance / Math.sqrt(variance(ones, one) * variance(others, other));
}

const shareOf = <T>(values: readonly T[], holds: (value: T) => boolean): number =>
  values.filter(holds).length / values.length;

/** Four standard errors of the difference between two shares about as large as this one. */
const tolerance = (share: number, ones: number, others: number): number =>
  4 * Math.sqrt(share * (1 - share) * (1 / ones + 1 / others));

/** Purchases with the rows that they refer to. */
function joined({ customers, products, purchases }: Rows): { own: Row; customer: Row; product: Row }[] {
  const byId = (rows: Row[]): Map<unknown, Row> => new Map(rows.map((row) => [row.id, row]));
  const [customerOf, productOf] = [byId(customers!), byId(products!)];
  return purchases!.map((own) => ({
    own,
    customer: customerOf.get(own.customer_id)!,
    product: productOf.get(own.product_id)!,
  }));
}

/** Purchases of each customer in the order of their keys, customers without any included. */
function families({ customers, purchases }: Rows): Row[][] {
  return customers!.map(({ id }) =>
    purchases!.filter((row) => row.customer_id === id).sort((a, b) => Number(a.id) - Number(b.id)),
  );
}

const siblings = (rows: Rows): [Row, Row][] =>
  families(rows).flatMap((family) => family.slice(1).map((row, i): [Row, Row] => [family[i]!, row]));

describe('a child with two parents', () => {
  it('follows its owner: mood goes with the income of the customer', () => {
    for (const copy of copies) {
      const rows = joined(copy);
      const moods = rows.map(({ own }) => Number(own.mood));
      expect(
        correlation(
          moods,
          rows.map(({ customer }) => Number(customer.income)),
        ),
      ).toBeGreaterThan(0.9);
    }
  });

  it('follows the other parent as well: what is paid goes with the price of the product', () => {
    for (const copy of copies) {
      const rows = joined(copy);
      const paid = rows.map(({ own }) => Number(own.paid));
      expect(
        correlation(
          paid,
          rows.map(({ product }) => Number(product.price)),
        ),
      ).toBeGreaterThan(0.99);
    }
  });

  it('follows neither in what has nothing to do with them', () => {
    for (const copy of copies) {
      const rows = joined(copy);
      const prices = rows.map(({ product }) => Number(product.price));
      const incomes = rows.map(({ customer }) => Number(customer.income));
      expect(Math.abs(correlation(prices, incomes))).toBeLessThan(4 / Math.sqrt(families(copy).length));
    }
  });

  it('has its categories by the category of its owner', () => {
    const topShare = (rows: Rows): [number, number] => {
      const ofA = joined(rows).filter(({ customer }) => customer.segment === 'a');
      return [shareOf(ofA, ({ own }) => own.kind === 'book' || own.kind === 'film'), ofA.length];
    };
    const [share, count] = topShare(real);
    for (const copy of copies) {
      const [copyShare, copyCount] = topShare(copy);
      expect(Math.abs(copyShare - share)).toBeLessThan(tolerance(share, count, copyCount));
    }
  });

  it('is null exactly where the owner makes it so', () => {
    for (const copy of copies)
      expect(
        joined(copy).filter(({ own, customer }) => (own.voucher === null) !== (customer.segment === 'a')),
      ).toEqual([]);
  });
});

describe('siblings', () => {
  it('stand in the order of their dates', () => {
    for (const copy of copies)
      expect(siblings(copy).filter(([before, after]) => after.bought_on! < before.bought_on!)).toEqual([]);
  });

  it('alternate in sign when they always did', () => {
    for (const copy of copies)
      expect(
        siblings(copy).filter(([before, after]) => Number(before.swing) * Number(after.swing) > 0),
      ).toEqual([]);
  });

  it('are as many: the same sum, share of childless parents, and spread', () => {
    const counts = (rows: Rows): number[] => families(rows).map((family) => family.length);
    const spread = (values: readonly number[]): number =>
      Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    const childless = shareOf(counts(real), (count) => count === 0);
    for (const copy of copies) {
      expect(copy.purchases).toHaveLength(real.purchases!.length);
      const share = shareOf(counts(copy), (count) => count === 0);
      expect(Math.abs(share - childless)).toBeLessThan(tolerance(childless, 250, 250));
      expect(Math.abs(spread(counts(copy)) / spread(counts(real)) - 1)).toBeLessThan(0.2);
    }
  });
});

describe('a larger copy', () => {
  it('keeps the effects, with more rows and keys that are new', () => {
    const copy = drawRows(model, { seed: 1, scale: 4 });
    expect(copy.purchases).toHaveLength(4 * real.purchases!.length);
    expect(new Set(copy.purchases!.map(({ id }) => id)).size).toBe(copy.purchases!.length);
    const rows = joined(copy);
    const paid = rows.map(({ own }) => Number(own.paid));
    expect(
      correlation(
        paid,
        rows.map(({ product }) => Number(product.price)),
      ),
    ).toBeGreaterThan(0.99);
    expect(rows.filter(({ own, customer }) => (own.voucher === null) !== (customer.segment === 'a'))).toEqual(
      [],
    );
  });
});
