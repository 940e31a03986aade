import type { SqlValue } from '../../src/batch/batch.js';
import { hash32, hashText, unit } from '../../src/random/hash.js';
import * as words from './words.js';

/** Rows of the sample shop, table by table, each value in the order of the table's columns. */
export type ShopRows = ReadonlyMap<string, readonly (readonly SqlValue[])[]>;

const SEED = 20_260_101;
const DAY = 86_400_000;
const OPENED = Date.UTC(2021, 0, 4);
const DAYS_OPEN = 5 * 365;

const CITIES = 60;
const CUSTOMERS = 600;
const EMPLOYEES = 40;
const SUPPLIERS = 50;
const PRODUCTS = 240;
const REVIEW_RATE = 0.12;

/**
 * Draws the rows of the sample shop: always the same ones. What makes copying them a task: sizes that differ by segment,
 * prices by category, dates that follow one another, nulls with a reason, prices repeated in the order lines.
 */
export function drawShop(): ShopRows {
  const cities = drawCities();
  const customers = drawCustomers();
  const employees = drawEmployees();
  const categories = drawCategories();
  const products = drawProducts(categories.length);
  const { orders, lines, payments, reviews } = drawSales(customers, products);
  return new Map<string, SqlValue[][]>([
    ['cities', cities],
    ['customers', customers],
    ['addresses', drawAddresses(customers)],
    ['employees', employees],
    ['categories', categories],
    ['suppliers', drawSuppliers()],
    ['products', products],
    ['tags', words.TAGS.map((label, i) => [i + 1, label])],
    ['product_tags', drawProductTags(products)],
    ['orders', orders],
    ['order_lines', lines],
    ['payments', payments],
    ['reviews', reviews],
  ]);
}

function drawCities(): SqlValue[][] {
  return Array.from({ length: CITIES }, (_, row) => {
    const die = dice('cities', row);
    const name = `${words.CITY_STARTS[row % 20]}${words.CITY_ENDS[Math.floor(row / 20)]}`;
    return [row + 1, name, pickSkewed(words.COUNTRIES, die()), Math.round(Math.exp(9 + 5 * die()))];
  });
}

function drawCustomers(): SqlValue[][] {
  return Array.from({ length: CUSTOMERS }, (_, row) => {
    const die = dice('customers', row);
    const first = pick(words.FIRST_NAMES, die());
    const last = pickSkewed(words.LAST_NAMES, die());
    const segment = die() < 0.78 ? 'private' : die() < 0.8 ? 'business' : 'reseller';
    const isPrivate = segment === 'private';
    const created = OPENED + Math.floor((row / CUSTOMERS) * DAYS_OPEN * 0.9) * DAY + Math.floor(die() * DAY);
    const birth = Date.UTC(2004, 0, 1) - Math.floor((die() + die()) * 28 * 365) * DAY;
    return [
      row + 1,
      first,
      last,
      `${first}.${last}${row + 1}@${pick(words.MAIL_DOMAINS, die())}`.toLowerCase(),
      die() < (isPrivate ? 0.35 : 0.05)
        ? null
        : `+49 ${150 + digits(die(), 30)} ${1_000_000 + digits(die(), 9_000_000)}`,
      isPrivate && die() < 0.9 ? formatDate(birth) : null,
      segment,
      die() < (isPrivate ? 0.4 : 0.15) ? 1 : 0,
      1 + Math.floor(die() ** 2 * CITIES),
      row > 20 && die() < 0.22 ? 1 + Math.floor(die() ** 2 * row) : null,
      formatMoment(created),
    ];
  });
}

function drawAddresses(customers: SqlValue[][]): SqlValue[][] {
  const rows: SqlValue[][] = [];
  for (const [i, customer] of customers.entries()) {
    const die = dice('addresses', i);
    const kinds = customer[6] === 'private' ? ['home', 'billing'] : ['work', 'billing'];
    for (const kind of kinds.slice(0, die() < 0.3 ? 2 : 1)) {
      const street = `${pick(words.STREETS, die())} ${1 + digits(die(), 140)}`;
      rows.push([
        rows.length + 1,
        customer[0]!,
        kind,
        street,
        String(10_000 + digits(die(), 89_999)),
        customer[8]!,
      ]);
    }
  }
  return rows;
}

function drawEmployees(): SqlValue[][] {
  return Array.from({ length: EMPLOYEES }, (_, row) => {
    const die = dice('employees', row);
    const level = row === 0 ? 0 : row < 6 ? 1 : 2;
    const first = pick(words.FIRST_NAMES, die());
    const last = pick(words.LAST_NAMES, die());
    return [
      row + 1,
      first,
      last,
      `${first}.${last}.${row + 1}@shop.example`.toLowerCase(),
      ['director', 'manager', die() < 0.6 ? 'sales' : 'support'][level]!,
      level === 0 ? null : level === 1 ? 1 : 2 + digits(die(), 5),
      formatDate(OPENED + Math.floor(die() * DAYS_OPEN * 0.7) * DAY),
      Math.round(([120, 78, 46][level]! + 12 * die()) * 10) * 100,
    ];
  });
}

function drawCategories(): SqlValue[][] {
  return words.CATEGORIES.flatMap(([root, ...children], group) => {
    const id = 1 + group * 6;
    return [[id, root, null], ...children.map((name, i) => [id + 1 + i, `${root} / ${name}`, id])];
  });
}

function drawSuppliers(): SqlValue[][] {
  return Array.from({ length: SUPPLIERS }, (_, row) => {
    const die = dice('suppliers', row);
    const company = `${pick(words.LAST_NAMES, die())} ${pick(words.COMPANY_ENDS, die())}`;
    const email = die() < 0.2 ? null : `office@supplier${row + 1}.example`;
    return [
      row + 1,
      company,
      email,
      1 + digits(die(), CITIES),
      formatDate(OPENED + digits(die(), DAYS_OPEN) * DAY),
    ];
  });
}

function drawProducts(categories: number): SqlValue[][] {
  return Array.from({ length: PRODUCTS }, (_, row) => {
    const die = dice('products', row);
    const category = 1 + Math.floor(die() ** 1.5 * categories);
    const introduced = OPENED + digits(die() ** 2, DAYS_OPEN) * DAY;
    const isGone = die() < 0.15;
    return [
      `${pick(words.SKU_STARTS, die())}-${1000 + row * 7 + digits(die(), 7)}`,
      `${pick(words.MATERIALS, die())} ${pick(words.THINGS, die())}`,
      category,
      die() < 0.08 ? null : 1 + Math.floor(die() ** 1.5 * SUPPLIERS),
      Math.floor(Math.exp(1.5 + (category % 6) * 0.6 + die())) + 0.99,
      die() < 0.1 ? null : Math.round(Math.exp(3 + (category % 6) * 0.7 + die())),
      formatDate(introduced),
      isGone ? formatDate(introduced + (60 + digits(die(), 700)) * DAY) : null,
    ];
  });
}

function drawProductTags(products: SqlValue[][]): SqlValue[][] {
  return products.flatMap((product, row) => {
    const die = dice('product_tags', row);
    const tags = new Set(
      Array.from({ length: digits(die(), 6) }, () => 1 + Math.floor(die() ** 2 * words.TAGS.length)),
    );
    return [...tags].sort((a, b) => a - b).map((tag) => [product[0]!, tag]);
  });
}

interface Sales {
  readonly orders: SqlValue[][];
  readonly lines: SqlValue[][];
  readonly payments: SqlValue[][];
  readonly reviews: SqlValue[][];
}

function drawSales(customers: SqlValue[][], products: SqlValue[][]): Sales {
  const sales: Sales = { orders: [], lines: [], payments: [], reviews: [] };
  for (const [i, customer] of customers.entries()) {
    const die = dice('orders', i);
    const isPrivate = customer[6] === 'private';
    const count = die() < 0.2 ? 0 : 1 + Math.floor(-Math.log(1 - die()) * (isPrivate ? 2 : 6));
    let moment = Date.parse(`${String(customer[10])}Z`);
    for (let n = 0; n < count; n++) {
      moment += Math.floor((1 + -Math.log(1 - die()) * (isPrivate ? 120 : 45)) * DAY);
      if (moment > OPENED + DAYS_OPEN * DAY) break;
      drawOrder(sales, customer, products, moment, die);
    }
  }
  return sales;
}

function drawOrder(
  sales: Sales,
  customer: SqlValue[],
  products: SqlValue[][],
  moment: number,
  die: () => number,
): void {
  const id = sales.orders.length + 1;
  const isPrivate = customer[6] === 'private';
  const fate = die();
  const status = fate < 0.06 ? 'cancelled' : fate < 0.1 ? 'open' : fate < 0.16 ? 'paid' : 'shipped';
  const shipped = status === 'shipped' ? formatMoment(moment + Math.floor((0.5 + 4 * die()) * DAY)) : null;
  const employee = isPrivate && die() < 0.6 ? null : 7 + digits(die(), EMPLOYEES - 6);
  const discount = isPrivate ? (die() < 0.9 ? 0 : 5) : [0, 5, 10, 20][digits(die(), 4)]!;
  sales.orders.push([id, customer[0]!, employee, status, formatMoment(moment), shipped, discount]);
  if (status === 'paid' || status === 'shipped') {
    const method = isPrivate ? (die() < 0.7 ? 'card' : 'paypal') : 'invoice';
    const paid = moment + Math.floor((isPrivate ? 0.02 : 14) * die() * DAY);
    sales.payments.push([id, method, formatMoment(paid)]);
  }
  const lines = 1 + Math.floor(-Math.log(1 - die()) * 1.6);
  for (let line = 1; line <= lines; line++) {
    const product = products[Math.floor(die() ** 2 * products.length)]!;
    const quantity = 1 + Math.floor(-Math.log(1 - die()) * (isPrivate ? 0.6 : 5));
    sales.lines.push([id, line, product[0]!, quantity, product[4]!]);
    if (status === 'shipped' && die() < REVIEW_RATE) drawReview(sales, customer, product, moment, die);
  }
}

function drawReview(
  sales: Sales,
  customer: SqlValue[],
  product: SqlValue[],
  moment: number,
  die: () => number,
): void {
  const isRepeated = sales.reviews.some((review) => review[1] === product[0] && review[2] === customer[0]);
  if (isRepeated) return;
  const rating = Math.min(5, 1 + Math.floor(die() ** 0.4 * 5));
  const opinion = pick(words.OPINIONS[rating - 1]!, die());
  const body = die() < 0.4 ? null : `${opinion}. ${pick(words.REMARKS, die())}.`;
  const written = formatMoment(moment + Math.floor((5 + 30 * die()) * DAY));
  sales.reviews.push([sales.reviews.length + 1, product[0]!, customer[0]!, rating, body, written]);
}

/** Numbers in [0, 1), each call the next one of this row. */
function dice(table: string, row: number): () => number {
  const name = hashText(table);
  let throws = 0;
  return () => unit(hash32(SEED, name, row, throws++));
}

function pick<T>(values: readonly T[], u: number): T {
  return values[Math.floor(u * values.length)]!;
}

/** Early values more often than late ones. */
function pickSkewed<T>(values: readonly T[], u: number): T {
  return pick(values, u ** 1.8);
}

function digits(u: number, below: number): number {
  return Math.floor(u * below);
}

function formatDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function formatMoment(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
