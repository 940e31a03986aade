import type { SqlValue } from '../batch/batch.js';
import { columnBounds } from '../check/column-bounds.js';
import { compileCheck, type CompiledCheck } from '../check/compile-check.js';
import type { ColumnFacts } from '../check/facts.js';
import { fitsFacts } from '../check/values/fits-facts.js';
import { valueDomain } from '../check/values/value-domain.js';
import { formatNumber } from '../classify/format-number.js';
import { formatMoment, type MomentFormat } from '../classify/moment-format.js';
import { selectorColumns } from '../graph/selector-columns.js';
import type { Column, Dialect, ForeignKey, Table } from '../introspect/catalog.js';
import { isSelectedBy } from '../introspect/is-selected-by.js';
import type { CategoryScale, ColumnModel } from '../model/model.js';
import { NumberDrawer } from '../model/number-drawer.js';
import { binCount, drawAnyMember, drawMember } from '../model/scale.js';
import { hash32, hashText, unit } from '../random/hash.js';
import { compileBytes } from '../text/compile-bytes.js';
import { fillTemplate } from '../text/fill-template.js';
import { compileText } from '../text/compile-text.js';
import { spellIn } from '../text/spell-in.js';
import type { RowNames } from '../text/text-generator.js';
import type { TextSpec } from '../text/text-spec.js';
import {
  compilePath,
  tableAt,
  type ColumnReader,
  type SampledTable,
  type SampledTables,
} from './sampled-table.js';
import type { AdjustedCells } from './adjusted-cells.js';
import { FreeNumbers, type FreeTexts } from './free-numbers.js';
import { compileMoment } from './compile-moment.js';
import { isOpenCategory } from './is-open-category.js';
import { inventColumn } from './invent-column.js';
import { takesTexts } from './takes-texts.js';
import { rememberRows } from './remember-rows.js';

/** How columns under unique keys get values that cannot repeat. */
export interface KeyPlan {
  /** Columns that are numbered, with the first number. */
  readonly counters: ReadonlyMap<string, number>;
  /** Text columns whose texts are made one to one from a number: the row's own, or a free one beside rows that stand. */
  readonly uniqueTexts: ReadonlyMap<string, FreeTexts | null>;
}

/**
 * Makes a function per column that gives a row's value once the row is drawn.
 * A column of several foreign keys takes its value from the first that is not null.
 */
export function compileColumns(
  sampled: SampledTable,
  tables: SampledTables,
  keys: KeyPlan,
  checks: readonly CompiledCheck[],
  dialect: Dialect,
  adjusted: AdjustedCells,
  seed: number,
): Map<string, ColumnReader> {
  const readers = new Map<string, ColumnReader>();
  const tableSeed = hash32(seed, hashText(sampled.model.id), 0xc01);
  const facts = columnBounds(checks);
  const selectors = selectorColumns(sampled.table);
  for (const column of sampled.table.columns) {
    const { name, generated, generatedSql } = column;
    if (generated !== false) {
      if (generatedSql !== undefined)
        readers.set(name, compileGenerated(generatedSql, dialect, sampled.table, readers));
      continue;
    }
    const model = sampled.model.columns.find((candidate) => candidate.name === name);
    if (model?.isDefault === true) continue;
    const read = compileColumn(
      column,
      model,
      sampled,
      tables,
      keys,
      selectors.has(name) ? selectorFacts(name, sampled.table, facts.get(name)) : facts.get(name),
      hash32(tableSeed, hashText(name)),
      readers,
    );
    const isAdjustable =
      !sampled.linked.has(name) &&
      !selectors.has(name) &&
      !keys.counters.has(name) &&
      !keys.uniqueTexts.has(name);
    const spelled = spell(column, read);
    readers.set(name, isAdjustable ? adjusted.wrap(name, spelled) : spelled);
  }
  return readers;
}

/** Values of the source are spelled rightly, and so are numbers and dates. */
function spell({ type, encoding }: Column, read: ColumnReader): ColumnReader {
  const isOfSource = read.coded !== undefined || read.plain !== undefined;
  if (encoding === undefined || type.name !== 'text' || isOfSource) return read;
  const write = spellIn(encoding);
  return (row) => {
    const value = read(row);
    return typeof value === 'string' ? write(value) : value;
  };
}

/** Of a column of which nothing was learned: the values by which its row refers to a table, as far as CHECKs allow. */
function selectorFacts(name: string, { foreignKeys }: Table, facts: ColumnFacts = { from: [] }): ColumnFacts {
  const selectors = foreignKeys.flatMap(({ when = [] }) => when).filter(({ column }) => column === name);
  const values = [...new Set<SqlValue>(selectors.map(({ value }) => value))];
  const allowed = values.filter((value) => facts.in?.includes(value) ?? true);
  return { ...facts, in: allowed.length > 0 ? allowed : values };
}

/** What the database will compute; null where only the database can tell. */
function compileGenerated(
  sql: string,
  dialect: Dialect,
  table: Table,
  readers: ReadonlyMap<string, ColumnReader>,
): ColumnReader {
  const computed = compileCheck(sql, dialect, table.columns);
  let current = 0;
  const read = (column: string): SqlValue => readers.get(column)?.(current) ?? null;
  return (row) => {
    current = row;
    const value = computed.value(read);
    return value === 'unknown' ? null : value;
  };
}

function compileColumn(
  column: Column,
  model: ColumnModel | undefined,
  sampled: SampledTable,
  tables: SampledTables,
  keys: KeyPlan,
  facts: ColumnFacts | undefined,
  seed: number,
  readers: ReadonlyMap<string, ColumnReader>,
): ColumnReader {
  const { salts } = sampled;
  // What the references went by stays when the row is drawn anew.
  const isSelector = selectorColumns(sampled.table).has(column.name);
  const draw = isSelector
    ? (row: number): number => hash32(seed, row)
    : (row: number): number => hash32(seed, row, salts[row]!);
  const linked = sampled.table.foreignKeys.filter((key) => key.columns.includes(column.name));
  if (sampled.linked.has(column.name)) {
    const inventOwn = (): ColumnReader =>
      facts === undefined
        ? inventColumn(column, null, draw)
        : compileDomain(column, undefined, facts, draw, sampled);
    return compileLinked(column, linked, sampled, tables, inventOwn);
  }
  const counter = keys.counters.get(column.name);
  if (counter !== undefined) {
    const number = (row: number): number => counter + (sampled.numbering?.numbers[row] ?? row);
    return column.type.name === 'text' ? (row) => String(number(row)) : number;
  }
  const isMadeUp = !sampled.model.learned || model?.isMadeUp === true;
  const isOpen = model === undefined || (isMadeUp && !keys.uniqueTexts.has(column.name));
  // A number or moment that is drawn keeps to its bounds already; of some only is drawn whether they are NULL.
  const scale = model?.variable == null ? null : sampled.model.variables[model.variable]!.scale;
  const isDrawn = !isSelector && scale?.kind === 'number' && ['number', 'moment'].includes(model!.class.kind);
  if (isOpen && !isDrawn && facts !== undefined) return compileDomain(column, model, facts, draw, sampled);
  if (model === undefined) return inventColumn(column, null, draw);
  if (model.ordinal !== null) return compileOrdinal(model.ordinal, sampled);
  if (model.copyOf !== null) return compileCopy(column, model.copyOf, sampled, tables);
  if (model.template !== null) return compileTemplate(column, model.template, sampled, readers);
  const { class: columnClass } = model;
  const isKey = sampled.table.uniques.some(({ columns }) => columns.includes(column.name));
  const isNull = compileNullFlag(model, sampled);
  const invent = (): ColumnReader => {
    const read = inventUnlearned(column, model, draw);
    return model.variable === null ? read : (row) => (isNull(row) ? null : read(row));
  };
  switch (columnClass.kind) {
    case 'empty':
      return column.nullable && !(isMadeUp && hasForm(column)) ? () => null : invent();
    case 'constant':
      return (row) => (isNull(row) ? null : columnClass.value);
    case 'category':
    case 'boolean':
      return model.variable === null ? invent() : compileCategory(sampled, model.variable, draw);
    case 'number': {
      if (model.variable === null) return invent();
      const values = sampled.values[model.variable]!;
      const read = (row: number): SqlValue =>
        Number.isNaN(values[row]!) ? null : formatNumber(columnClass, values[row]!);
      const isPlain = columnClass.storedAs !== 'text' && column.type.name !== 'text';
      return isPlain ? Object.assign(read, { plain: { values, unit: 'number' } as const }) : read;
    }
    case 'moment': {
      if (model.variable === null) return invent();
      const values = sampled.values[model.variable]!;
      const format = compileMoment(columnClass.format);
      const read = (row: number): SqlValue => (Number.isNaN(values[row]!) ? null : format(values[row]!));
      const unit = dateUnit(columnClass.format);
      return unit === null ? read : Object.assign(read, { plain: { values, unit } });
    }
    default: {
      if (columnClass.kind === 'key' && columnClass.form === 'integer' && !isKey)
        return compileLooseKey(column, model, sampled);
      if (model.text === null || !takesTexts(column)) return invent();
      const read = compileWritten(model, model.text, sampled, keys, seed, draw, readers);
      return isKey ? rememberRows(read, sampled) : read;
    }
  }
}

/** Dates of one unit stand in the order of their texts; null for moments of which that is not sure. */
function dateUnit(format: MomentFormat): `date ${string}` | null {
  return format.form === 'text' &&
    format.date === 'ymd' &&
    format.padded &&
    format.time === 'none' &&
    format.zone === ''
    ? `date ${format.dateSeparator}`
    : null;
}

function compileLinked(
  column: Column,
  linked: readonly ForeignKey[],
  sampled: SampledTable,
  tables: SampledTables,
  inventOwn: () => ColumnReader,
): ColumnReader {
  // Parents of keys that close a cycle are drawn later, so they are looked up when a row is read.
  const sources = linked.map((key) => {
    const parentColumn = key.parentColumns[key.columns.indexOf(column.name)]!;
    const parent = (): SampledTable | undefined =>
      key.parent === sampled.model.id ? sampled : tables.get(key.parent);
    return { links: sampled.links.get(key.name)!, parent, parentColumn, reader: null as ColumnReader | null };
  });
  const read = (source: (typeof sources)[0], row: number): SqlValue => {
    source.reader ??= source.parent()!.columns.get(source.parentColumn)!;
    return source.reader(row);
  };
  const isStrange = compileIsStrange(linked, sampled);
  let invented: ColumnReader | null = null;
  return (row) => {
    for (const source of sources) if (source.links[row]! >= 0) return read(source, source.links[row]!);
    if (column.nullable && !isStrange(row)) return null;
    // A NOT NULL column of a foreign key whose other columns are null refers to nothing: any parent's value will do, or any at all.
    const any = sources.find(({ parent }) => (parent()?.rows ?? 0) > 0);
    return any === undefined ? (invented ??= inventOwn())(row) : read(any, row % any.parent()!.rows);
  };
}

/** Whether a row refers to a table that no polymorphic reference of the column names: it has some key all the same. */
function compileIsStrange(
  linked: readonly ForeignKey[],
  { columns }: SampledTable,
): (row: number) => boolean {
  const selectors = linked.flatMap(({ when = [] }) => when);
  if (linked.some(({ when }) => when === undefined)) return () => false;
  return (row) =>
    selectors.every(({ column, value }) => {
      const held = columns.get(column)?.(row) ?? null;
      return held !== null && !isSelectedBy(value, held);
    });
}

/** A column of a table with too few entities: as in learned tables, else from its type; one value where it had one. */
function inventUnlearned(column: Column, model: ColumnModel, hash: (row: number) => number): ColumnReader {
  const draw = model.isSingle ? () => hash(0) : hash;
  if (model.borrowed === null) return inventColumn(column, model.class, draw);
  const { borrowed, class: columnClass } = model;
  if (borrowed.kind === 'category') return (row) => drawAnyMember(borrowed, unit(draw(row)));
  const numbers = new NumberDrawer(borrowed);
  return (row) => {
    const value = numbers.drawAny(draw(row));
    return columnClass.kind === 'moment' ? formatMoment(columnClass.format, value) : value;
  };
}

/** A value is made up at most so many times until it keeps to what CHECKs say. */
const MOST_ATTEMPTS = 100;

/** A column of which nothing was learned, but of which CHECKs tell what it may hold. */
function compileDomain(
  column: Column,
  model: ColumnModel | undefined,
  facts: ColumnFacts,
  draw: (row: number) => number,
  sampled: SampledTable,
): ColumnReader {
  let attempt = 0;
  const drawAgain = (row: number): number => (attempt === 0 ? draw(row) : hash32(draw(row), attempt));
  const invent =
    model === undefined ? inventColumn(column, null, drawAgain) : inventUnlearned(column, model, drawAgain);
  const domain = valueDomain(facts, column.type);
  const read = (row: number): SqlValue => {
    attempt = 0;
    if (!hasForm(column) || facts.in !== undefined) return domain.draw(draw(row)) ?? invent(row);
    // Texts that suit the facts would not be written as values of such a type are.
    let value = invent(row);
    for (; attempt < MOST_ATTEMPTS && !fitsFacts(value, facts, column.type); value = invent(row)) attempt++;
    return value;
  };
  if (model === undefined || model.variable === null) return read;
  const isNull = compileNullFlag(model, sampled);
  return (row) => (isNull(row) ? null : read(row));
}

function hasForm({ type }: Column): boolean {
  return type.name === 'other' && type.form !== undefined;
}

function compileOrdinal(ordinal: NonNullable<ColumnModel['ordinal']>, sampled: SampledTable): ColumnReader {
  const { start, step, width } = ordinal;
  return (row) => {
    const value = start + step * sampled.positions[row]!;
    return width === null ? value : String(value).padStart(width, '0');
  };
}

function compileCopy(
  column: Column,
  copy: NonNullable<ColumnModel['copyOf']>,
  sampled: SampledTable,
  tables: SampledTables,
): ColumnReader {
  const follow = compilePath(sampled, copy.path, tables);
  const above = tableAt(sampled, copy.path, tables);
  // Real texts fit both columns; made ones may be longer than the narrower one takes.
  const most = longestText(column);
  return (row) => {
    const at = follow(row);
    const value = at < 0 ? null : above.columns.get(copy.column)!(at);
    return typeof value === 'string' && value.length > most ? value.slice(0, most) : value;
  };
}

/** An identifier that no constraint asks to be unique: drawn as a number, or the number of the row. */
function compileLooseKey(column: Column, model: ColumnModel, sampled: SampledTable): ColumnReader {
  const isDrawn = model.variable !== null && sampled.model.variables[model.variable]!.scale.kind === 'number';
  const values = isDrawn ? sampled.values[model.variable!]! : null;
  const isNull = compileNullFlag(model, sampled);
  const isText = column.type.name === 'text';
  return (row) => {
    if (isNull(row)) return null;
    const number = values === null ? row + 1 : values[row]!;
    return isText ? String(number) : number;
  };
}

function compileTemplate(
  column: Column,
  { ways, variable }: NonNullable<ColumnModel['template']>,
  sampled: SampledTable,
  readers: ReadonlyMap<string, ColumnReader>,
): ColumnReader {
  const bins = variable === null ? null : sampled.bins[variable]!;
  const most = longestText(column);
  let current = 0;
  const read = (name: string): SqlValue => readers.get(name)?.(current) ?? null;
  const write = (way: number): string | null => fillTemplate(ways[way]!, read);
  return (row) => {
    current = row;
    const way = bins === null ? 0 : bins[row]!;
    if (way === ways.length) return null;
    let text = write(way);
    // The way that was drawn needs a column that is null here.
    for (let other = 0; text === null && other < ways.length; other++) text = write(other);
    return text === null ? (column.nullable ? null : '') : text.slice(0, most);
  };
}

function longestText({ type }: Column): number {
  return type.name === 'text' ? (type.maxLength ?? Infinity) : Infinity;
}

function compileNullFlag(model: ColumnModel, sampled: SampledTable): (row: number) => boolean {
  if (model.variable === null) return () => false;
  const bins = sampled.bins[model.variable]!;
  const nullBin = binCount(sampled.model.variables[model.variable]!.scale);
  return (row) => bins[row] === nullBin;
}

function compileCategory(
  sampled: SampledTable,
  variable: number,
  draw: (row: number) => number,
): ColumnReader {
  const bins = sampled.bins[variable]!;
  const scale = sampled.model.variables[variable]!.scale as CategoryScale;
  const nullBin = scale.values.length;
  const read = (row: number): SqlValue => {
    const bin = bins[row]!;
    if (bin === nullBin) return null;
    const values = scale.values[bin]!;
    return values.length === 1 ? values[0]! : values[drawMember(scale, bin, unit(draw(row)))]!;
  };
  const alone = scale.values.flatMap((values) => (values.length === 1 ? values : []));
  const isCoded = alone.length === nullBin && alone.every((value) => typeof value === 'string');
  return isCoded ? Object.assign(read, { coded: { bins, dictionary: alone } }) : read;
}

function compileWritten(
  model: ColumnModel,
  spec: TextSpec,
  sampled: SampledTable,
  keys: KeyPlan,
  seed: number,
  draw: (row: number) => number,
  readers: ReadonlyMap<string, ColumnReader>,
): ColumnReader {
  const isNull = compileNullFlag(model, sampled);
  const lengths = model.variable === null ? null : (sampled.values[model.variable] ?? null);
  const lengthOf = (row: number): number => lengths?.[row] ?? NaN;
  if (spec.kind === 'bytes') {
    const bytes = compileBytes(spec);
    return (row) => (isNull(row) ? null : bytes.generate(lengthOf(row) || 0, row, draw(row)));
  }
  const generator = compileText(spec);
  const origins = model.variable === null ? undefined : sampled.origins.get(model.variable);
  const namesOf = compileNames(sampled, spec, readers);
  const free = keys.uniqueTexts.get(model.name);
  if (model.variable !== null && isOpenCategory(sampled.model.variables[model.variable]!.scale)) {
    const member = compileCategory(sampled, model.variable, draw);
    return (row) => {
      if (isNull(row)) return null;
      const origin = origins?.[row] ?? row;
      const value = member(origin);
      return typeof value === 'number'
        ? generator.generate(value, origin, draw(origin), namesOf(row))
        : value;
    };
  }
  if (free === undefined)
    return (row) => {
      if (isNull(row)) return null;
      const origin = origins?.[row] ?? row;
      return generator.generate(lengthOf(row), origin, draw(origin), namesOf(row));
    };
  const write = (row: number, number: number): string =>
    generator.generateUnique(number, seed, lengthOf(row), namesOf(row));
  if (free === null) return (row) => (isNull(row) ? null : write(row, row));
  const numbers = new FreeNumbers(sampled.rows, free);
  return (row) => (isNull(row) ? null : numbers.textOf(row, (number) => write(row, number)));
}

/** The names in a row that its e-mail address and user name are made of. */
function compileNames(
  sampled: SampledTable,
  spec: TextSpec,
  readers: ReadonlyMap<string, ColumnReader>,
): (row: number) => RowNames | undefined {
  if (!('fromNames' in spec) || !spec.fromNames) return () => undefined;
  const columnOf = (pii: string): string | undefined =>
    sampled.model.columns.find(
      ({ class: columnClass }) =>
        columnClass.kind === 'text' && columnClass.text.form === 'pii' && columnClass.text.pii === pii,
    )?.name;
  const [first, last, full] = [columnOf('firstName'), columnOf('lastName'), columnOf('fullName')];
  const read = (column: string | undefined, row: number): string | undefined => {
    const value = column === undefined ? null : (readers.get(column)?.(row) ?? null);
    return typeof value === 'string' ? value : undefined;
  };
  return (row) => ({ firstName: read(first, row), lastName: read(last, row), fullName: read(full, row) });
}
