import fc from 'fast-check';

/** What a schema is made of, as SQLite, PostgreSQL and MySQL all have it. */
export interface RandomSchema {
  readonly seed: number;
  readonly tables: readonly RandomTable[];
}

export interface RandomTable {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly RandomColumn[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly RandomForeignKey[];
  readonly uniques: readonly RandomUnique[];
  readonly checks: readonly RandomCheck[];
}

export type ColumnKind =
  'int' | 'small' | 'decimal' | 'real' | 'text' | 'code' | 'flag' | 'date' | 'timestamp' | 'word' | 'uuid';

export interface RandomColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** How many different values its rows have, about. */
  readonly spread: number;
  /** Numbered from 1: a key of its own. */
  readonly isSerial: boolean;
  /** Computed of this column of the table, as lower(...) or a sum. */
  readonly computedOf: string | null;
}

export interface RandomForeignKey {
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
}

export interface RandomUnique {
  readonly columns: readonly string[];
  /** A column folded to lower case in the key. */
  readonly folded: string | null;
  readonly predicate: RandomPredicate | null;
}

export interface RandomPredicate {
  readonly column: string;
  readonly how: 'null' | 'not null' | 'set';
}

export type RandomCheck =
  | { readonly kind: 'least'; readonly column: string; readonly least: number }
  | { readonly kind: 'between'; readonly column: string; readonly most: number }
  | { readonly kind: 'order'; readonly low: string; readonly high: string }
  | { readonly kind: 'different'; readonly one: string; readonly other: string }
  | { readonly kind: 'sum'; readonly one: string; readonly other: string; readonly most: number }
  | { readonly kind: 'total'; readonly one: string; readonly other: string; readonly total: string }
  | { readonly kind: 'one of'; readonly columns: readonly string[] }
  | { readonly kind: 'implies'; readonly flag: string; readonly column: string }
  | { readonly kind: 'length'; readonly column: string; readonly most: number }
  | { readonly kind: 'words'; readonly column: string; readonly count: number };

export const WORDS = ['red', 'green', 'blue', 'black', 'white', 'grey', 'pink'] as const;

const KINDS: readonly ColumnKind[] = [
  'int',
  'text',
  'flag',
  'date',
  'word',
  'decimal',
  'small',
  'code',
  'real',
  'timestamp',
  'uuid',
];
const SPREADS = [1_000_000, 4, 30, 1];
const ROWS = [40, 0, 1, 8, 120];

interface Draft {
  readonly name: string;
  readonly columns: RandomColumn[];
  primaryKey: string[];
  readonly foreignKeys: RandomForeignKey[];
  readonly uniques: RandomUnique[];
  readonly checks: RandomCheck[];
}

const aForeignKey = fc.record({
  to: fc.nat(9),
  anyTable: fc.integer({ min: 0, max: 5 }),
  nullable: fc.boolean(),
  shares: fc.boolean(),
  unique: fc.integer({ min: 0, max: 7 }),
  toUnique: fc.integer({ min: 0, max: 5 }),
});

const aTable = fc.record({
  key: fc.integer({ min: 0, max: 9 }),
  rows: fc.nat(4),
  columns: fc.array(
    fc.record({ kind: fc.nat(10), nullable: fc.boolean(), spread: fc.nat(3), computed: fc.nat(9) }),
    { maxLength: 6 },
  ),
  foreignKeys: fc.array(aForeignKey, { maxLength: 3 }),
  uniques: fc.array(
    fc.record({
      columns: fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }),
      folded: fc.nat(4),
      partial: fc.nat(5),
      on: fc.nat(11),
    }),
    { maxLength: 2 },
  ),
  checks: fc.array(fc.record({ kind: fc.nat(9), one: fc.nat(11), other: fc.nat(11), bound: fc.nat(60) }), {
    maxLength: 3,
  }),
});

/** Any schema; what shrinks is simpler: fewer tables, columns, keys and rows, plainer kinds. */
export const aRandomSchema: fc.Arbitrary<RandomSchema> = fc
  .record({ seed: fc.nat(999_999), tables: fc.array(aTable, { minLength: 1, maxLength: 5 }) })
  .map(({ seed, tables }) => ({ seed, tables: buildTables(tables) }));

type Wish = typeof aTable extends fc.Arbitrary<infer T> ? T : never;
type ForeignKeyWish = typeof aForeignKey extends fc.Arbitrary<infer T> ? T : never;

function buildTables(wishes: readonly Wish[]): RandomTable[] {
  const drafts = wishes.map((_, i): Draft => ({
    name: `t${i + 1}`,
    columns: [],
    primaryKey: [],
    foreignKeys: [],
    uniques: [],
    checks: [],
  }));
  wishes.forEach((wish, i) => addKeys(drafts, i, wish));
  wishes.forEach((wish, i) => addLaterKeys(drafts, i, wish));
  wishes.forEach((wish, i) => addConstraints(drafts[i]!, wish));
  return drafts.map((draft, i) => ({ ...draft, rows: ROWS[wishes[i]!.rows]! }));
}

function column(
  name: string,
  kind: ColumnKind,
  nullable: boolean,
  properties: Partial<RandomColumn> = {},
): RandomColumn {
  return { name, kind, nullable, spread: 1_000_000, isSerial: false, computedOf: null, ...properties };
}

/** Plain columns, foreign keys to tables before, and the primary key. */
function addKeys(drafts: readonly Draft[], at: number, wish: Wish): void {
  const draft = drafts[at]!;
  const early = wish.foreignKeys.filter(({ anyTable }) => anyTable > 0 && at > 0);
  early.forEach((key, i) => addForeignKey(drafts, at, key, key.to % at, i));
  wish.columns.forEach(({ kind, nullable, spread, computed }, i) => {
    const before = draft.columns.filter(({ kind: other }) => other === 'text' || other === 'int');
    const source = computed === 0 ? before.at(-1) : undefined;
    draft.columns.push(
      source === undefined || source.computedOf !== null || source.name.startsWith('f')
        ? column(`c${i}`, KINDS[kind]!, nullable, { spread: SPREADS[spread]! })
        : column(`c${i}`, source.kind, true, { computedOf: source.name }),
    );
  });
  addPrimaryKey(draft, wish.key);
}

function addPrimaryKey(draft: Draft, key: number): void {
  const [first, second] = draft.foreignKeys;
  const notNull = (names: readonly string[]): void => {
    for (const name of names) {
      const i = draft.columns.findIndex((candidate) => candidate.name === name);
      draft.columns[i] = { ...draft.columns[i]!, nullable: false };
    }
    draft.primaryKey = [...new Set(names)];
  };
  if (key === 1) return;
  if (key === 2 && first) return notNull(first.columns);
  if (key === 3 && first && second) return notNull([...first.columns, ...second.columns]);
  if (key === 4 && first) {
    draft.columns.push(column('line', 'int', false, { spread: 12 }));
    return notNull([...first.columns, 'line']);
  }
  if (key === 5) draft.columns.unshift(column('id', 'code', false));
  else if (key === 6) draft.columns.unshift(column('id', 'uuid', false));
  else if (key === 7) {
    draft.columns.unshift(
      column('area', 'int', false, { spread: 9 }),
      column('number', 'int', false, { spread: 40 }),
    );
    return notNull(['area', 'number']);
  } else draft.columns.unshift(column('id', 'int', false, { isSerial: true }));
  notNull(['id']);
}

/** Foreign keys to the table itself and to tables behind: self-references and cycles. */
function addLaterKeys(drafts: readonly Draft[], at: number, wish: Wish): void {
  const later = wish.foreignKeys.filter(({ anyTable }) => anyTable === 0 || at === 0);
  later.forEach((key, i) => addForeignKey(drafts, at, key, key.to % drafts.length, 5 + i));
}

function addForeignKey(
  drafts: readonly Draft[],
  at: number,
  wish: ForeignKeyWish,
  to: number,
  index: number,
): void {
  const draft = drafts[at]!;
  const parent = drafts[to]!;
  const full = parent.uniques.filter(
    ({ predicate, folded, columns }) =>
      predicate === null && folded === null && columns.every((name) => isGivenKind(parent, name)),
  );
  const parentColumns = wish.toUnique === 0 && full.length > 0 ? full[0]!.columns : parent.primaryKey;
  if (parentColumns.length === 0) return;
  // A NOT NULL reference of a table to itself can only be met by rows that refer to themselves.
  const nullable = wish.nullable || to === at;
  const columns = parentColumns.map((name, i) => {
    const { kind } = parent.columns.find((candidate) => candidate.name === name)!;
    const other = wish.shares && i === 0 ? sharedColumn(drafts, draft, parent, name) : null;
    if (other !== null && parentColumns.length > 1) return other;
    const own = `f${index}_${name}`;
    draft.columns.push(column(own, kind, nullable));
    return own;
  });
  draft.foreignKeys.push({ columns, parent: parent.name, parentColumns });
  if (wish.unique === 0) draft.uniques.push({ columns, folded: null, predicate: null });
}

function isGivenKind(draft: Draft, name: string): boolean {
  return draft.columns.find((candidate) => candidate.name === name)!.computedOf === null;
}

/** A column of the child that refers to the same rows as a column of the parent does: a tenant. */
function sharedColumn(drafts: readonly Draft[], child: Draft, parent: Draft, name: string): string | null {
  const rootOf = (draft: Draft, of: string, steps = drafts.length): string => {
    for (const key of draft.foreignKeys) {
      const i = key.columns.indexOf(of);
      if (i < 0 || key.parent === draft.name || steps === 0) continue;
      return rootOf(
        drafts.find((other) => other.name === key.parent)!,
        key.parentColumns[i]!,
        steps - 1,
      );
    }
    return `${draft.name}.${of}`;
  };
  const root = rootOf(parent, name);
  const found = child.columns.find(
    (candidate) => candidate.name !== name && rootOf(child, candidate.name) === root,
  );
  return found?.name ?? null;
}

function addConstraints(draft: Draft, wish: Wish): void {
  const given = draft.columns;
  for (const { columns, folded, partial, on } of wish.uniques) {
    if (given.length === 0) break;
    const names = [...new Set(columns.map((i) => given[i % given.length]!.name))];
    if (names.join() === draft.primaryKey.join()) continue;
    const isText = given.find(({ name }) => name === names[0])!.kind === 'text';
    draft.uniques.push({
      columns: names,
      folded: folded === 0 && isText ? names[0]! : null,
      predicate: predicateOf(given[on % given.length]!, partial),
    });
  }
  for (const { kind, one, other, bound } of wish.checks) {
    const check = checkOf(draft, kind, one, other, bound);
    if (check !== null) draft.checks.push(check);
  }
}

function predicateOf({ name, kind, nullable }: RandomColumn, partial: number): RandomPredicate | null {
  if (partial === 0 && nullable) return { column: name, how: 'null' };
  if (partial === 1 && nullable) return { column: name, how: 'not null' };
  return partial === 2 && kind === 'flag' ? { column: name, how: 'set' } : null;
}

function checkOf(draft: Draft, kind: number, one: number, other: number, bound: number): RandomCheck | null {
  const isOwn = ({ name, computedOf, isSerial }: RandomColumn): boolean =>
    computedOf === null &&
    !isSerial &&
    !draft.foreignKeys.some(({ columns }) => columns.includes(name)) &&
    !draft.checks.some((check) => check.kind === 'total' && check.total === name);
  const own = draft.columns.filter(isOwn);
  const pick = (kinds: readonly ColumnKind[], at: number, but: readonly string[] = []): string | null => {
    const found = own.filter(({ kind: its, name }) => kinds.includes(its) && !but.includes(name));
    return found.length === 0 ? null : found[at % found.length]!.name;
  };
  const two = (kinds: readonly ColumnKind[]): [string, string] | null => {
    const first = pick(kinds, one);
    const second = first === null ? null : pick(kinds, other, [first]);
    return first === null || second === null ? null : [first, second];
  };
  switch (kind) {
    case 0: {
      const column = pick(['int', 'small', 'decimal', 'real'], one);
      return column === null ? null : { kind: 'least', column, least: -bound };
    }
    case 1: {
      const column = pick(['int', 'small', 'decimal'], one);
      return column === null ? null : { kind: 'between', column, most: bound * 20 + 10 };
    }
    case 2: {
      const pair = two(['int']) ?? two(['date']) ?? two(['decimal']);
      return pair === null ? null : { kind: 'order', low: pair[0], high: pair[1] };
    }
    case 3: {
      const [first, second] = draft.foreignKeys.filter(({ columns }) => columns.length === 1);
      if (first && second && first.parent === second.parent && first.columns[0] !== second.columns[0])
        return { kind: 'different', one: first.columns[0]!, other: second.columns[0]! };
      const pair = two(['int']) ?? two(['word']);
      return pair === null ? null : { kind: 'different', one: pair[0], other: pair[1] };
    }
    case 4: {
      const pair = two(['int']) ?? two(['small']);
      return pair === null ? null : { kind: 'sum', one: pair[0], other: pair[1], most: 500 + bound * 100 };
    }
    case 5: {
      const pair = two(['int']);
      const total = pair === null ? null : pick(['int'], bound, pair);
      const isKey = draft.primaryKey.includes(total ?? '');
      return total === null || isKey ? null : { kind: 'total', one: pair![0], other: pair![1], total };
    }
    case 6: {
      const columns = own.filter(({ nullable }) => nullable).slice(0, 2 + (bound % 2));
      return columns.length < 2 ? null : { kind: 'one of', columns: columns.map(({ name }) => name) };
    }
    case 7: {
      const flag = pick(['flag'], one);
      const column = own.find(({ nullable, name }) => nullable && name !== flag)?.name;
      return flag === null || column === undefined ? null : { kind: 'implies', flag, column };
    }
    case 8: {
      const column = pick(['text', 'code'], one);
      return column === null ? null : { kind: 'length', column, most: 8 + (bound % 12) };
    }
    default: {
      const column = pick(['word'], one);
      return column === null ? null : { kind: 'words', column, count: 1 + (bound % WORDS.length) };
    }
  }
}
