import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import { floorDay, MICROS_PER_DAY } from '../classify/civil.js';
import { parseMoment } from '../classify/moment-format.js';
import { selectorColumns } from '../graph/selector-columns.js';
import type { ColumnModel, Scale } from '../model/model.js';
import { NO_PHASE } from '../model/phase.js';
import type { ColumnDraft } from './classify-columns.js';
import { previousOf, type Drafts, type TableTask } from './drafts.js';
import { findCopy } from './find-copy.js';
import { findOrdinal } from './find-ordinal.js';
import { findTemplates } from './find-templates.js';
import type { Frame } from './frame.js';
import { learnCategoryScale } from './learn-category-scale.js';
import { learnOpenCategory } from './learn-open-category.js';
import { learnPhases } from './learn-phases.js';
import type { RelatedCategory } from './narrow-stand-ins.js';
import { RuleBinder } from './rules/bind-rule.js';
import type { ColumnWishes } from './rules/column-wishes.js';

const MINUTE = 60_000_000;
/** Numbers that fill their range but for such a factor count the rows. */
const DENSE = 2;
/** Texts are an open category where frequent ones are so many. */
const OPEN_SHARE = 0.1;
/**
 * Among siblings, only where no more texts than these are frequent: of more, what one row takes from those before it
 * runs through the families (parents of mimic3_demo 0.688; without a limit 0.706).
 */
const MOST_AMONG_SIBLINGS = 40;

/** Drafts the variables of columns, in drawing order: their scales, and the bin of every row. */
export class ColumnDrafter {
  private readonly frame: Frame;
  private readonly task: TableTask;
  /** Columns that say to which table a row refers. */
  private readonly selectors: ReadonlySet<string>;
  /** By category that is drafted: what stands in for rare values, by row. */
  private readonly standIns = new Map<string, ReadonlyMap<number, SqlValue>>();

  /**
   * @param columns all columns of the table
   * @param linked columns whose values come from parent rows
   */
  constructor(
    private readonly drafts: Drafts,
    private readonly columns: readonly ColumnDraft[],
    private readonly linked: ReadonlySet<string>,
    private readonly wishes: ColumnWishes,
  ) {
    this.task = drafts.task;
    this.frame = drafts.frame;
    this.selectors = selectorColumns(this.frame.table);
  }

  /** Drafts the variables of a column, or finds out what it is made from. */
  draft(draft: ColumnDraft): void {
    const kind = draft.class.kind;
    if (kind === 'empty' || this.isLinked(draft)) return;
    const isSetAside = this.wishes.isSetAside(draft.column.name);
    if (isSetAside && this.draftAsked(draft)) return;
    const mayFollow = !isSetAside && !this.selectors.has(draft.column.name);
    draft.ordinal = mayFollow ? findOrdinal(this.frame, draft.column.name, draft.class) : null;
    if (draft.ordinal !== null) return;
    if (kind === 'key') {
      const vector = this.frame.columns.get(draft.column.name)!;
      const measured = draft.text === null ? this.draftLooseKey(draft) : this.draftLength(draft, vector);
      draft.variable = measured ?? this.draftNullFlag(draft, vector);
      return;
    }
    const vector = this.frame.columns.get(draft.column.name)!;
    if (mayFollow) {
      draft.copyOf = findCopy(this.drafts, vector);
      if (draft.copyOf !== null) return;
      draft.template = this.draftTemplate(draft);
      if (draft.template !== null) return;
    }
    if (kind === 'category' || kind === 'boolean') draft.variable = this.draftCategory(draft, vector);
    else if (kind === 'number' || kind === 'moment') this.draftNumber(draft);
    else if (kind === 'constant') draft.variable = this.draftNullFlag(draft, vector);
    else draft.variable = this.draftOpenCategory(draft, vector) ?? this.draftLength(draft, vector);
    if (draft.variable === null && kind !== 'constant') this.giveUp(draft, vector);
  }

  /** A column that an added rule makes without a variable of its own; true when nothing is left to draft. */
  private draftAsked(draft: ColumnDraft): boolean {
    const { name } = draft.column;
    const asked = this.wishes.formulaOf(name);
    const copied = this.wishes.copied(name);
    if (copied !== null && copied.keys.length > 0) {
      const path = new RuleBinder(this.drafts, this.copies()).pathOf(copied.keys);
      const { table } = this.drafts.reader.follow(path);
      const theirs = this.task.views.get(table)!.frame.table;
      const type = theirs.columns.find((column) => column.name === copied.column)!.type.name;
      const isCopyable = this.task.models.get(table)!.columns.some((known) => known.name === copied.column);
      if (type === draft.column.type.name && isCopyable) {
        draft.copyOf = { path, column: copied.column };
        return true;
      }
    }
    const isMeasured = draft.class.kind === 'number' || draft.class.kind === 'moment';
    if (copied !== null && copied.keys.length === 0 && !isMeasured && draft.column.type.name === 'text') {
      const ways = [[{ column: copied.column, form: 'plain', width: 0 } as const]];
      draft.template = { ways, variable: null };
      return true;
    }
    if (!isMeasured && (asked !== null || this.wishes.hasOrder(name)))
      throw this.wishes.unmeasured(name, draft.class.why);
    return false;
  }

  /** Too few entities have a value here to learn any: null where most rows are, else made up from the type. */
  private giveUp(draft: ColumnDraft, vector: Vector): void {
    let nulls = 0;
    for (let row = 0; row < this.frame.rows; row++) if (valueAt(vector, row) === null) nulls++;
    if (nulls > this.frame.rows / 2) draft.class = { ...draft.class, kind: 'empty' };
  }

  isLinked(draft: ColumnDraft): boolean {
    return this.linked.has(draft.column.name);
  }

  private draftCategory(draft: ColumnDraft, vector: Vector): number | null {
    const { frame, task } = this;
    const learned = learnCategoryScale({
      column: vector,
      rows: frame.rows,
      entities: frame.entities,
      minEntities: task.minEntities,
      related: this.relatedCategories(draft),
    });
    if (learned === null) return null;
    this.standIns.set(draft.column.name, learned.standIns);
    return this.drafts.add('column', draft.column.name, learned.scale, {
      bins: learned.bins,
      binCount: learned.scale.values.length,
      isOrdered: false,
      values: null,
      unit: 'other',
    });
  }

  private relatedCategories(draft: ColumnDraft): RelatedCategory[] {
    return this.columns.flatMap((other) => {
      const vector = this.frame.columns.get(other.column.name);
      const isCategory = other.class.kind === 'category' || other.class.kind === 'boolean';
      if (other === draft || !isCategory || vector === undefined || this.isLinked(other)) return [];
      const standIns = this.standIns.get(other.column.name);
      const value = (row: number): SqlValue => standIns?.get(row) ?? valueAt(vector, row);
      return [{ valueAt: value, isLearned: standIns !== undefined }];
    });
  }

  private draftNumber(draft: ColumnDraft): void {
    const values = this.numbersOf(draft);
    const isMoment = draft.class.kind === 'moment' && draft.class.hasDate;
    const isMade = this.wishes.formulaOf(draft.column.name) !== null;
    if (isMoment && !isMade && this.isBetterSplit(values)) {
      draft.variable = this.drafts.addNumber(
        'column',
        draft.column.name,
        values.map(floorDay),
        'moment',
        values,
      );
      if (draft.variable !== null)
        draft.clock = this.drafts.addNumber(
          'clock',
          draft.column.name,
          values.map((value) => value - floorDay(value)),
          'other',
        );
    } else {
      const hasPhases = draft.class.kind === 'moment' && !isMade && this.draftPhase(draft, values);
      const unit = isMoment ? 'moment' : 'number';
      draft.variable = this.drafts.addNumber('column', draft.column.name, values, unit, values, {
        hasPhases,
      });
    }
  }

  /** On which lattice a moment lies, so that this can be drawn before it. */
  private draftPhase(draft: ColumnDraft, values: Float64Array): boolean {
    const { entities } = this.frame;
    const bins = learnPhases(values, entities, this.task.minEntities);
    if (bins === null) return false;
    const binCount = NO_PHASE + 1;
    this.drafts.add('phase', draft.column.name, null, {
      bins,
      binCount,
      isOrdered: true,
      values: null,
      unit: 'other',
    });
    return true;
  }

  /** Whether day and time of day are better drawn apart: the moment is neither a date nor near to another moment. */
  private isBetterSplit(values: Float64Array): boolean {
    const present = values.filter((value) => !Number.isNaN(value));
    if (present.every((value) => value % MICROS_PER_DAY === 0)) return false;
    const sorted = present.sort();
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
    if (at(0.95) - at(0.05) < 3 * MICROS_PER_DAY) return false;
    const bases = this.drafts.baseCandidates(values, 'moment').map(({ values: base }) => base);
    return [...bases, ...this.previousMoments()].every(
      (base) => medianDistance(values, base) > MICROS_PER_DAY && !isCoarser(values, base),
    );
  }

  /** What siblings before held in any moment, be it drawn later in the row. */
  private previousMoments(): Float64Array[] {
    const { owner, position } = this.frame;
    if (owner === null || !this.task.engine.looksAtSiblings) return [];
    return this.columns
      .filter((draft) => draft.class.kind === 'moment' && draft.class.hasDate && !this.isLinked(draft))
      .map((draft) => previousOf(this.numbersOf(draft), position));
  }

  private draftNullFlag(draft: ColumnDraft, vector: Vector): number | null {
    const isNull = (_: unknown, row: number): number => (valueAt(vector, row) === null ? 1 : 0);
    const bins = Uint8Array.from({ length: this.frame.rows }, isNull);
    if (!bins.includes(1)) return null;
    const scale: Scale = { kind: 'category', values: [[0]], weights: [[1]] };
    return this.drafts.add('column', draft.column.name, scale, {
      bins,
      binCount: 1,
      isOrdered: false,
      values: null,
      unit: 'other',
    });
  }

  /** How texts are put together from other columns of the row. */
  private draftTemplate(draft: ColumnDraft): ColumnModel['template'] {
    const { frame, task } = this;
    const { class: columnClass, column, text } = draft;
    const isBuilt = text !== null && 'fromNames' in text && text.fromNames;
    const isText = columnClass.kind === 'category' || columnClass.kind === 'text';
    const isKey = frame.table.uniques.some(({ columns }) => columns.includes(column.name));
    if (!isText || isBuilt || isKey || column.type.name !== 'text') return null;
    const others = this.columns.filter((other) => other !== draft && other.template === null);
    const found = findTemplates(
      frame.columns.get(column.name)!,
      new Map(others.map(({ column: { name } }) => [name, frame.columns.get(name)!])),
      { rows: frame.rows, entities: frame.entities, minEntities: task.minEntities },
    );
    if (found === null) return null;
    const ways = found.templates;
    const isDrawn = ways.length > 1 || found.made.includes(ways.length);
    const learned = {
      bins: found.made,
      binCount: ways.length,
      isOrdered: false,
      values: null,
      unit: 'other',
    } as const;
    return { ways, variable: isDrawn ? this.drafts.add('column', column.name, null, learned) : null };
  }

  /** An identifier that no constraint asks to be unique, unless it simply counts the rows: drawn as a number. */
  private draftLooseKey(draft: ColumnDraft): number | null {
    const { class: columnClass, column } = draft;
    const isKey = this.frame.table.uniques.some(({ columns }) => columns.includes(column.name));
    if (isKey || columnClass.kind !== 'key' || columnClass.form !== 'integer') return null;
    const values = this.numbersOf(draft);
    const present = values.filter((value) => !Number.isNaN(value)).sort();
    const range = present.at(-1)! - present[0]! + 1;
    const isCount = range <= DENSE * present.length;
    return isCount || !present.every(Number.isSafeInteger)
      ? null
      : this.drafts.addNumber('column', column.name, values, 'number');
  }

  private draftLength(draft: ColumnDraft, vector: Vector): number | null {
    const lengths = Float64Array.from({ length: this.frame.rows }, (_, row) =>
      lengthOf(valueAt(vector, row)),
    );
    return this.drafts.addNumber('column', draft.column.name, lengths, 'other', lengths, {
      // Values of a type that dbsynth does not know are right in their usual lengths only.
      isClosed: draft.column.type.name !== 'text',
      ...(this.mayRepeat(draft) && { texts: numberTexts(vector, this.frame.rows) }),
    });
  }

  /** Of texts of which some are frequent: which of these a row has, or the length of another. */
  private draftOpenCategory(draft: ColumnDraft, vector: Vector): number | null {
    const { frame, task } = this;
    const { column, text } = draft;
    const isKey = frame.table.uniques.some(({ columns }) => columns.includes(column.name));
    if (isKey || column.type.name !== 'text' || text === null || !('frequent' in text)) return null;
    const share = text.frequent.reduce((sum, frequent) => sum + frequent.share, 0);
    const isTooMany = frame.owner !== null && text.frequent.length > MOST_AMONG_SIBLINGS;
    if (share < OPEN_SHARE || isTooMany) return null;
    const { rows, entities } = frame;
    const sample = { column: vector, rows, entities, minEntities: task.minEntities };
    const { scale, bins } = learnOpenCategory(
      sample,
      text.frequent.map(({ value }) => value),
    );
    // What the variable tells, no text that is made up is by chance.
    draft.text = { ...text, frequent: [] };
    const learned = {
      bins,
      binCount: scale.values.length,
      isOrdered: false,
      values: null,
      unit: 'other',
    } as const;
    const texts = this.mayRepeat(draft) ? numberTexts(vector, rows) : undefined;
    return this.drafts.add('column', column.name, scale, learned, texts);
  }

  /** Whether siblings may share a text: no constraint and no name in the row speaks against it. */
  private mayRepeat({ column, text }: ColumnDraft): boolean {
    const isKey = this.frame.table.uniques.some(({ columns }) => columns.includes(column.name));
    const isBuilt = text !== null && 'fromNames' in text && text.fromNames;
    return this.frame.owner !== null && text !== null && text.kind !== 'bytes' && !isKey && !isBuilt;
  }

  /** The numbers of a column, moments in microseconds; NaN for null. */
  numbersOf(draft: ColumnDraft): Float64Array {
    const vector = this.frame.columns.get(draft.column.name)!;
    const { class: columnClass } = draft;
    return Float64Array.from({ length: this.frame.rows }, (_, row) => {
      const value = valueAt(vector, row);
      if (value === null || value instanceof Uint8Array) return NaN;
      if (columnClass.kind === 'moment') return parseMoment(columnClass.format, value);
      return typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
    });
  }

  /** Columns that repeat a parent's, by name. */
  copies(): Map<string, NonNullable<ColumnModel['copyOf']>> {
    return new Map(
      this.columns.flatMap(({ column, copyOf }) => (copyOf === null ? [] : [[column.name, copyOf] as const])),
    );
  }
}

function medianDistance(values: Float64Array, base: Float64Array): number {
  const distances = values
    .map((value, row) => Math.abs(value - base[row]!))
    .filter((distance) => !Number.isNaN(distance));
  if (distances.length < values.length / 4) return Infinity;
  return distances.sort()[distances.length >> 1]!;
}

/** Whether differences to a base lie on whole minutes while the moments themselves do not. */
function isCoarser(values: Float64Array, base: Float64Array): boolean {
  let both = 0;
  let whole = 0;
  let plain = 0;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]! - base[row]!)) continue;
    both++;
    if ((values[row]! - base[row]!) % MINUTE === 0) whole++;
    if (values[row]! % MINUTE === 0) plain++;
  }
  return both > values.length / 4 && whole >= 0.99 * both && plain < 0.5 * both;
}

function lengthOf(value: SqlValue): number {
  if (value === null) return NaN;
  return typeof value === 'object' ? value.length : String(value).length;
}

/** Numbers different texts; -1 = null. */
function numberTexts(vector: Vector, rows: number): Int32Array {
  const numbers = new Map<unknown, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const text = valueAt(vector, row);
    if (text === null) return -1;
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  });
}
