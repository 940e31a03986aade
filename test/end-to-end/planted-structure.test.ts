import { beforeAll, describe, expect, it } from 'vitest';
import { ENGINE_NAMES, type Model } from '../../src/model/model.js';
import { plantChain, scriptOf as scriptOfChain } from '../planted-chain.js';
import { plantShop, scriptOf as scriptOfShop } from '../planted-shop.js';
import { correlation, likeness, shareOf, spread } from '../row-statistics.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/**
 * Effects that are planted in a source must come back in every copy: those of both parents, of ancestors, of parents'
 * hidden values, of the order of siblings, of nulls. Correlations within 0.05 of what was planted; the sources are as large
 * as it takes for this to be two and a half standard errors or more, those of source and copy together. Shares
 * within four standard errors, rules without exception.
 */
const SEEDS = [0, 1, 2, 3, 4];
const MOST_OFF = 0.05;
const LEAST_ERRORS = 2.5;

/** A correlation that was planted. */
interface Fact {
  readonly what: string;
  readonly planted: number;
  /** Independent families that it shows in: what its standard error goes by. */
  readonly families: number;
  readonly measure: (rows: Rows) => number;
}

const errorOf = ({ planted, families }: Fact): number => Math.sqrt(2 / families) * (1 - planted ** 2);

const describeFact = (fact: Fact): string =>
  `${fact.what}: ${fact.planted} ± ${MOST_OFF}, ${(MOST_OFF / errorOf(fact)).toFixed(1)} standard errors`;

/** Four standard errors of the difference between two shares about as large as this one. */
const tolerance = (share: number, ones: number, others: number): number =>
  4 * Math.sqrt(share * (1 - share) * (1 / ones + 1 / others));

const byId = (rows: readonly Row[]): Map<unknown, Row> => new Map(rows.map((row) => [row.id, row]));

/** Correlation of two quantities of the same rows. */
function between<T>(rows: readonly T[], one: (row: T) => unknown, other: (row: T) => unknown): number {
  return correlation(
    rows.map((row) => Number(one(row))),
    rows.map((row) => Number(other(row))),
  );
}

/** Children of each parent in the order of their keys, none where there is none. */
function familiesOf(parents: readonly Row[], children: readonly Row[], key: string): Row[][] {
  const families = new Map(parents.map(({ id }) => [id, [] as Row[]]));
  for (const row of children) families.get(row[key]!)!.push(row);
  return [...families.values()].map((family) => family.sort((a, b) => Number(a.id) - Number(b.id)));
}

// ---- a shop: purchases with two parents, customer and product

const joined = ({ customers, products, purchases }: Rows): { own: Row; customer: Row; product: Row }[] => {
  const [customerOf, productOf] = [byId(customers!), byId(products!)];
  return purchases!.map((own) => ({
    own,
    customer: customerOf.get(own.customer_id)!,
    product: productOf.get(own.product_id)!,
  }));
};

const customersOf = ({ customers, purchases }: Rows): Row[][] =>
  familiesOf(customers!, purchases!, 'customer_id');

const siblings = (rows: Rows): [Row, Row][] =>
  customersOf(rows).flatMap((family) => family.slice(1).map((row, i): [Row, Row] => [family[i]!, row]));

const topKinds = (rows: Rows): { share: number; count: number } => {
  const ofA = joined(rows).filter(({ customer }) => customer.segment === 'a');
  return { share: shareOf(ofA, ({ own }) => own.kind === 'book' || own.kind === 'film'), count: ofA.length };
};

const wronglyNull = (rows: Rows): number =>
  shareOf(joined(rows), ({ own, customer }) => (own.voucher === null) !== (customer.segment === 'a'));

const CUSTOMERS = 2500;
const shop = plantShop({ customers: CUSTOMERS, products: 1200 });

/** income / 10,000 is uniform over 8, what is added to it over 2; the price is taken times 0.97 to 1.03. */
const OWNER = Math.sqrt(64 / (64 + 4));
const SHOP_FACTS: Fact[] = [
  {
    what: 'mood goes with the income of the customer, its owner',
    planted: Number(OWNER.toFixed(3)),
    families: CUSTOMERS,
    measure: (rows) =>
      between(
        joined(rows),
        ({ own }) => own.mood,
        ({ customer }) => customer.income,
      ),
  },
  {
    what: 'what is paid goes with the price of the product, its other parent',
    planted: 0.998,
    families: 1200,
    measure: (rows) =>
      between(
        joined(rows),
        ({ own }) => own.paid,
        ({ product }) => product.price,
      ),
  },
  // Customers and products meet by chance, so each purchase is one of a kind.
  {
    what: 'what is paid has nothing to do with the mood',
    planted: 0,
    families: shop.purchases!.length,
    measure: (rows) =>
      between(
        joined(rows),
        ({ own }) => own.paid,
        ({ own }) => own.mood,
      ),
  },
  {
    what: 'the mood has nothing to do with the price',
    planted: 0,
    families: shop.purchases!.length,
    measure: (rows) =>
      between(
        joined(rows),
        ({ own }) => own.mood,
        ({ product }) => product.price,
      ),
  },
  {
    what: 'the two parents have nothing to do with each other',
    planted: 0,
    families: shop.purchases!.length,
    measure: (rows) =>
      between(
        joined(rows),
        ({ customer }) => customer.income,
        ({ product }) => product.price,
      ),
  },
];

// ---- a chain: regions, shops, tills, sales

const REGIONS_WITH_SHOPS = 2250;
const chain = plantChain();

const inChain = ({ regions, shops, tills, sales }: Rows): { sale: Row; shop: Row; region: Row }[] => {
  const [regionOf, shopOf, tillOf] = [byId(regions!), byId(shops!), byId(tills!)];
  return sales!.map((sale) => {
    const shopOfSale = shopOf.get(tillOf.get(sale.till_id)!.shop_id)!;
    return { sale, shop: shopOfSale, region: regionOf.get(shopOfSale.region_id)! };
  });
};

/**
 * Shops are floor(4 wealth), so that below its region, a wealth from n/4 to (n + 1)/4 counts n times: its variance is 0.0399
 * there. Rents and amounts add half a uniform number to it, of variance 1/48.
 */
const WEALTH = 0.0399;
const TOLD = WEALTH / (WEALTH + 1 / 48);
const CHAIN_FACTS: Fact[] = [
  {
    what: 'the number of shops goes with the wealth of the region',
    planted: Number(Math.sqrt(15 / 16).toFixed(3)),
    families: 3000,
    measure: (rows) => {
      const counts = familiesOf(rows.regions!, rows.shops!, 'region_id').map(({ length }) => length);
      return correlation(
        counts,
        rows.regions!.map(({ wealth }) => Number(wealth)),
      );
    },
  },
  {
    what: 'the rent of a shop goes with the wealth of its region',
    planted: Number(Math.sqrt(TOLD).toFixed(3)),
    families: REGIONS_WITH_SHOPS,
    measure: ({ regions, shops }) => {
      const regionOf = byId(regions!);
      return between(
        shops!,
        ({ rent }) => rent,
        (row) => regionOf.get(row.region_id)!.wealth,
      );
    },
  },
  {
    what: 'an amount goes with the wealth of the region three levels above',
    planted: Number(Math.sqrt(TOLD).toFixed(3)),
    families: REGIONS_WITH_SHOPS,
    measure: (rows) =>
      between(
        inChain(rows),
        ({ sale }) => sale.amount,
        ({ region }) => region.wealth,
      ),
  },
  {
    what: 'an amount goes with the rent of the shop two levels above',
    planted: Number(TOLD.toFixed(3)),
    families: REGIONS_WITH_SHOPS,
    measure: (rows) =>
      between(
        inChain(rows),
        ({ sale }) => sale.amount,
        ({ shop: above }) => above.rent,
      ),
  },
  {
    what: 'sales of one till are alike in temper, by what no column tells',
    planted: 0.5,
    families: 3000,
    measure: ({ tills, sales }) =>
      likeness(
        familiesOf(tills!, sales!, 'till_id').map((family) => family.map(({ temper }) => Number(temper))),
      ),
  },
];

describe.each(ENGINE_NAMES)('the %s engine', (engine) => {
  let copies: Rows[];
  let chains: Rows[];

  beforeAll(async () => {
    const model = await learnScript(scriptOfShop(shop), { engine });
    copies = SEEDS.map((seed) => drawRows(model, { seed }));
    const modelOfChain = await learnScript(scriptOfChain(chain), { engine });
    chains = SEEDS.map((seed) => drawRows(modelOfChain, { seed }));
  }, 240_000);

  const holds = (fact: Fact, rows: readonly Rows[]): void => {
    expect(MOST_OFF / errorOf(fact)).toBeGreaterThan(LEAST_ERRORS);
    for (const copy of rows) expect(Math.abs(fact.measure(copy) - fact.planted)).toBeLessThan(MOST_OFF);
  };

  it.each(SHOP_FACTS.map((fact) => [describeFact(fact), fact] as const))('keeps that %s', (_, fact) => {
    holds(fact, copies);
  });

  it.each(CHAIN_FACTS.map((fact) => [describeFact(fact), fact] as const))('keeps that %s', (_, fact) => {
    holds(fact, chains);
  });

  it('keeps the share of childless parents within 0.02, nearly two standard errors, and the spread of children', () => {
    for (const [real, drawn, familyLists] of [
      [shop, copies, customersOf],
      [chain, chains, (rows: Rows) => familiesOf(rows.regions!, rows.shops!, 'region_id')],
    ] as const) {
      const counts = (rows: Rows): number[] => familyLists(rows).map(({ length }) => length);
      const childless = shareOf(counts(real), (count) => count === 0);
      for (const copy of drawn) {
        const share = shareOf(counts(copy), (count) => count === 0);
        expect(Math.abs(share - childless)).toBeLessThan(0.02);
        expect(Math.abs(spread(counts(copy)) / spread(counts(real)) - 1)).toBeLessThan(0.1);
      }
    }
  });
});

describe('a copy by trees', () => {
  let model: Model;
  let copies: Rows[];
  const real = plantShop();

  beforeAll(async () => {
    model = await learnScript(scriptOfShop(real));
    copies = SEEDS.map((seed) => drawRows(model, { seed }));
  });

  it('follows both parents with no more than 250 customers and 120 products to learn from, too', () => {
    for (const copy of copies)
      for (const { measure, planted } of SHOP_FACTS.slice(0, 2))
        expect(Math.abs(measure(copy) - planted)).toBeLessThan(MOST_OFF);
  });

  it('has the categories of a child by the category of its owner', () => {
    const { share, count } = topKinds(real);
    for (const copy of copies) {
      const drawn = topKinds(copy);
      expect(Math.abs(drawn.share - share)).toBeLessThan(tolerance(share, count, drawn.count));
    }
  });

  it('is null exactly where the owner makes it so', () => {
    for (const copy of copies) expect(wronglyNull(copy)).toBe(0);
  });

  it('has siblings in the order of their dates', () => {
    for (const copy of copies)
      expect(siblings(copy).filter(([before, after]) => after.bought_on! < before.bought_on!)).toEqual([]);
  });

  it('has siblings that alternate in sign when they always did', () => {
    for (const copy of copies)
      expect(
        siblings(copy).filter(([before, after]) => Number(before.swing) * Number(after.swing) > 0),
      ).toEqual([]);
  });

  it('has as many children in all, and a share of childless parents within 0.02', () => {
    const childless = (rows: Rows): number => shareOf(customersOf(rows), ({ length }) => length === 0);
    for (const copy of copies) {
      expect(copy.purchases).toHaveLength(real.purchases!.length);
      expect(Math.abs(childless(copy) - childless(real))).toBeLessThan(0.02);
    }
  });

  it('keeps the effects when it is larger, with more rows and keys that are new', () => {
    const copy = drawRows(model, { seed: 1, scale: 4 });
    expect(copy.purchases).toHaveLength(4 * real.purchases!.length);
    expect(new Set(copy.purchases!.map(({ id }) => id)).size).toBe(copy.purchases!.length);
    for (const { measure, planted } of SHOP_FACTS.slice(0, 2))
      expect(Math.abs(measure(copy) - planted)).toBeLessThan(MOST_OFF);
    expect(wronglyNull(copy)).toBe(0);
  });
});

describe('a copy by the copula', () => {
  it('has nulls and categories by the owner, as far as a straight line through normal scores tells them', async () => {
    const model = await learnScript(scriptOfShop(shop), { engine: 'copula' });
    for (const copy of SEEDS.map((seed) => drawRows(model, { seed }))) {
      expect(wronglyNull(copy)).toBeLessThan(0.01);
      expect(topKinds(copy).share).toBeGreaterThan(0.85);
    }
  });
});
