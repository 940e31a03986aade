import { MICROS_PER_DAY } from '../classify/civil.js';
import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import { classifyColumn } from '../classify/classify-column.js';
import type { ColumnClass } from '../classify/column-class.js';
import { parseMoment } from '../classify/moment-format.js';
import { giveWay } from '../give-way.js';
import { linkedColumns } from '../graph/linked-columns.js';
import { selectorColumns } from '../graph/selector-columns.js';
import type { Column, ForeignKey } from '../introspect/catalog.js';
import type { ColumnModel, KeptRows, ReferenceModel, Scale, TableModel, Variable } from '../model/model.js';
import { NO_PHASE } from '../model/phase.js';
import { learnText } from '../text/learn-text.js';
import type { NameColumns } from '../text/learn/name-columns.js';
import type { PiiKind, TextKind, TextSpec } from '../text/text-spec.js';
import { concernedRows } from './concerned-rows.js';
import { Drafts, previousOf, type TableTask } from './drafts.js';
import { findCopy } from './find-copy.js';
import { findFormula } from './find-formula.js';
import { findNumberedBy } from './find-numbered-by.js';
import { findOrdinal } from './find-ordinal.js';
import { findTemplates } from './find-templates.js';
import { followsReference } from './follows-reference.js';
import type { Frame } from './frame.js';
import { keepRows } from './keep-rows.js';
import { learnCategoryScale } from './learn-category-scale.js';
import { learnOpenCategory } from './learn-open-category.js';
import { learnPhases } from './learn-phases.js';
import { findKin } from './find-kin.js';
import { findPaths } from './find-paths.js';
import { learnReference } from './learn-reference.js';
import { learnVariable } from './learn-variable.js';
import { measureSupport } from './measure-support.js';
import type { RelatedCategory } from './narrow-stand-ins.js';
import { isSingle, orDefault } from './value-of-few.js';
import { RuleBinder } from './rules/bind-rule.js';
import { ColumnWishes } from './rules/column-wishes.js';

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
interface ColumnDraft {
  readonly column: Column;
  class: ColumnClass;
  text: TextSpec | null;
  readonly constant: SqlValue;
  variable: number | null;
  clock: number | null;
  copyOf: ColumnModel['copyOf'];
  ordinal: ColumnModel['ordinal'];
  template: ColumnModel['template'];
  isSingle: boolean;
}

/**
 * Learns how the rows of one table are drawn: references first, then columns in order, then numbers of children,
 * each given all that came before, the owner and its owners, the referenced rows, and the siblings drawn so far.
 * Parents must have been learned.
 * @throws {DbsynthError} E_INTERRUPTED
 */
export function learnTable(task: TableTask): Promise<TableModel> {
  const learner = new TableLearner(task);
  return learner.learn();
}

class TableLearner {
  private readonly frame: Frame;
  private readonly drafts: Drafts;
  private readonly linked: ReadonlySet<string>;
  /** Columns that say to which table a row refers. */
  private readonly selectors: ReadonlySet<string>;
  private readonly wishes: ColumnWishes;
  private readonly columns: ColumnDraft[] = [];
  /** By category that is drafted: what stands in for rare values, by row. */
  private readonly standIns = new Map<string, ReadonlyMap<number, SqlValue>>();

  constructor(private readonly task: TableTask) {
    this.frame = task.frame;
    this.drafts = new Drafts(task);
    this.linked = linkedColumns(this.frame.table, task.late);
    this.selectors = selectorColumns(this.frame.table);
    this.wishes = new ColumnWishes(task.rules);
  }

  async learn(): Promise<TableModel> {
    const { frame, task } = this;
    const entities = new Set(frame.entities).size;
    const learned = entities >= 2 * task.minEntities;
    this.classifyColumns(learned);
    if (!learned || task.kept.has(frame.table.id)) this.wishes.refuseAll(frame.table, learned);
    let references: ReferenceModel[];
    if (learned) {
      const leading = this.findLeadingColumns();
      for (const draft of leading) this.draftColumn(draft);
      this.drafts.leading = this.drafts.list.length;
      references = this.drafts.references.map((_, index) =>
        this.withConcern(this.learnReference(index), index),
      );
      const rest = this.columns.filter((draft) => !leading.includes(draft));
      const isLast = this.followsFromMoments(rest);
      const order = [...rest.filter((d) => !isLast.has(d)), ...isLast];
      for (const draft of this.wishes.sort(order, ({ column }) => column.name)) {
        await giveWay(task.signal);
        this.draftColumn(draft);
      }
      for (const { child, key } of task.incoming) this.draftCount(child, key);
    } else {
      references = this.drafts.references.map(({ key, isUsable }, index) =>
        this.withConcern(this.schemaOnlyReference(key, isUsable), index),
      );
    }
    const binder = new RuleBinder(this.drafts, this.copies());
    const variables: Variable[] = [];
    for (const index of this.drafts.list.keys()) {
      await giveWay(task.signal);
      variables.push(learnVariable(this.drafts, index, binder));
    }
    const likelihood = this.drafts.meter.result();
    return {
      id: frame.table.id,
      sourceRows: frame.sourceRows,
      entities,
      learned,
      owner:
        frame.owner === null ? null : { foreignKey: frame.owner.name, nullShare: nullShare(frame.ownerRows) },
      leading: this.drafts.leading,
      variables,
      references,
      columns: this.columns.map(({ column, ...rest }) => {
        const model = { name: column.name, borrowed: null, ...rest };
        const support = measureSupport(this.drafts, model, variables);
        const wish = this.wishes.of(column.name);
        return { ...model, ...(support && { support }), ...(wish && { wish }) };
      }),
      kept: this.keepRows(),
      ...this.findNumberedBy(),
      ...(likelihood && { likelihood }),
    };
  }

  private findNumberedBy(): Pick<TableModel, 'numberedBy'> {
    const [only, ...others] = this.frame.table.primaryKey;
    const key = this.columns.find(({ column }) => column.name === only);
    if (key === undefined || others.length > 0 || key.class.kind !== 'key' || key.class.form !== 'integer')
      return {};
    if (this.isLinked(key)) return {};
    const moments = this.columns.filter(
      ({ class: found, variable }) => found.kind === 'moment' && found.hasDate && variable !== null,
    );
    const values = new Map(moments.map((draft) => [draft.column.name, this.numbersOf(draft)]));
    const numberedBy = findNumberedBy(this.numbersOf(key), values);
    return numberedBy === null ? {} : { numberedBy };
  }

  private copies(): Map<string, NonNullable<ColumnModel['copyOf']>> {
    return new Map(
      this.columns.flatMap(({ column, copyOf }) => (copyOf === null ? [] : [[column.name, copyOf] as const])),
    );
  }

  private keepRows(): KeptRows | null {
    const kept = this.task.kept.get(this.frame.table.id);
    if (kept === undefined) return null;
    const children = this.task.incoming.map(
      ({ child, key }) => [`${child.table.id}.${key.name}`, this.childrenOf(child, key)] as const,
    );
    return keepRows(
      this.frame,
      kept,
      new Map(children),
      this.drafts.list.map(({ learned }) => learned),
    );
  }

  private classifyColumns(learned: boolean): void {
    const { frame, task } = this;
    const context = { entities: frame.entities, k: task.minEntities };
    const alone = new Set(
      frame.table.uniques.flatMap(({ columns }) => (columns.length === 1 ? columns : [])),
    );
    for (const column of frame.table.columns) {
      const vector = frame.columns.get(column.name);
      if (vector === undefined) continue;
      const found = classifyColumn(column, frame.table, vector, {
        ...context,
        isKey: alone.has(column.name),
        isForeignKey: this.linked.has(column.name),
      });
      const isAlike = !learned && isSingle(vector, frame.rows);
      const columnClass = isAlike ? orDefault(found, column) : found;
      this.columns.push({
        column,
        class: columnClass,
        text: null,
        constant: learned && columnClass.kind === 'constant' ? columnClass.value : null,
        variable: null,
        clock: null,
        copyOf: null,
        ordinal: null,
        template: null,
        isSingle: isAlike,
      });
    }
    const names = this.findNames();
    for (const draft of this.columns) {
      if (this.isLinked(draft) || !isWritten(draft.class)) continue;
      draft.text = learnText(frame.columns.get(draft.column.name)!, draft.class, draft.column, {
        ...context,
        names,
      });
    }
  }

  /** Columns with the names of persons, of which e-mail addresses may be made. */
  private findNames(): NameColumns {
    const columnOf = (pii: PiiKind): Vector | undefined => {
      const found = this.columns.find(
        ({ class: { kind, ...rest } }) =>
          kind === 'text' && 'text' in rest && isPersonal(rest.text as TextKind | null, pii),
      );
      return found === undefined ? undefined : this.frame.columns.get(found.column.name);
    };
    return {
      firstName: columnOf('firstName'),
      lastName: columnOf('lastName'),
      fullName: columnOf('fullName'),
    };
  }

  /** What the references look at: the moment by which siblings stand in order, and which table a row refers to. */
  private findLeadingColumns(): ColumnDraft[] {
    const order = this.findOrderColumn();
    const selecting = this.columns.filter(({ column }) => this.selectors.has(column.name));
    return order === null ? selecting : [order, ...selecting.filter((draft) => draft !== order)];
  }

  /** A moment that most siblings have and by which they stand in order. */
  private findOrderColumn(): ColumnDraft | null {
    const { frame } = this;
    if (frame.owner === null || !this.task.engine.looksAtSiblings) return null;
    for (const draft of this.columns) {
      if (draft.class.kind !== 'moment' || this.wishes.mustWait(draft.column.name, frame.owner)) continue;
      const values = this.numbersOf(draft);
      if (followsReference(this.drafts, values)) continue;
      let siblings = 0;
      let steps = 0;
      let rising = 0;
      for (let row = 1; row < frame.rows; row++) {
        if (frame.position[row] === 0) continue;
        siblings++;
        if (Number.isNaN(values[row]! - values[row - 1]!)) continue;
        steps++;
        if (values[row]! >= values[row - 1]!) rising++;
      }
      if (steps >= Math.max(20, siblings / 2) && rising >= 0.8 * steps) return draft;
    }
    return null;
  }

  /** Numbers that moments further right tell (the year of a date, the length of a stay) wait for these. */
  private followsFromMoments(drafts: readonly ColumnDraft[]): Set<ColumnDraft> {
    const { entities } = this.frame;
    const { minEntities } = this.task;
    const moments = drafts
      .filter((draft) => draft.class.kind === 'moment' && draft.class.hasDate && !this.isLinked(draft))
      .map((draft) => ({ draft, operand: { values: this.numbersOf(draft), isMoment: true } }));
    const operands = moments.map(({ operand }) => operand);
    const last = moments.at(-1)?.draft;
    const found = drafts.filter((draft) => {
      const isMoment = draft.class.kind === 'moment';
      if ((draft.class.kind !== 'number' && !isMoment) || this.isLinked(draft) || last === undefined)
        return false;
      if (drafts.indexOf(draft) >= drafts.indexOf(last) || this.wishes.isSetAside(draft.column.name))
        return false;
      const others = operands.filter((_, at) => moments[at]!.draft !== draft);
      const values = this.numbersOf(draft);
      return findFormula({ values, isMoment, entities, minEntities }, others) !== null;
    });
    return new Set(found);
  }

  // ---- drafting: bins of every variable, in drawing order

  private draftColumn(draft: ColumnDraft): void {
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

  private isLinked(draft: ColumnDraft): boolean {
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

  private draftCount(child: Frame, key: ForeignKey): void {
    const name = `${child.table.id}.${key.name}`;
    this.drafts.addNumber('count', name, this.childrenOf(child, key), 'other');
  }

  private childrenOf(child: Frame, key: ForeignKey): Float64Array {
    const counted = this.frame.childCounts.get(`${child.table.id}.${key.name}`);
    if (counted !== undefined) return counted;
    const counts = new Float64Array(this.frame.rows);
    for (const row of child.parents.get(key.name)!) if (row >= 0) counts[row]!++;
    return counts;
  }

  private numbersOf(draft: ColumnDraft): Float64Array {
    const vector = this.frame.columns.get(draft.column.name)!;
    const { class: columnClass } = draft;
    return Float64Array.from({ length: this.frame.rows }, (_, row) => {
      const value = valueAt(vector, row);
      if (value === null || value instanceof Uint8Array) return NaN;
      if (columnClass.kind === 'moment') return parseMoment(columnClass.format, value);
      return typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
    });
  }

  // ---- references

  private withConcern(reference: ReferenceModel, index: number): ReferenceModel {
    const { key } = this.drafts.references[index]!;
    if (key.when === undefined) return reference;
    const { rows, columns } = this.frame;
    return { ...reference, concernedShare: rows === 0 ? 0 : concernedRows(key, columns, rows).length / rows };
  }

  private learnReference(index: number): ReferenceModel {
    const { key, isUsable } = this.drafts.references[index]!;
    const links = this.frame.parents.get(key.name);
    const share = this.shareOfNulls(key, links);
    const isSelf = key.parent === this.frame.table.id;
    if (!isSelf && (!isUsable || links === undefined))
      return { foreignKey: key.name, nullShare: share, how: { kind: 'late' } };
    const { view, reader } = this.drafts;
    const kin =
      links === undefined
        ? null
        : findKin(view, this.task.views, key, findPaths(view, this.task.views, index), reader);
    const learned = { foreignKey: key.name, nullShare: share, ...(kin && { kin }) };
    if (isSelf) return { ...learned, how: { kind: 'self', parentShare: this.parentShareOf(key) } };
    const found = learnReference(
      view,
      this.task.views,
      key,
      index,
      this.drafts.features(this.drafts.list.length, index, false),
      reader,
      this.task.minEntities,
      this.task.kept.has(key.parent),
    );
    if (found.kind === 'carried') return { foreignKey: key.name, nullShare: share, how: found };
    const variable = this.drafts.add('reference', key.name, null, {
      bins: found.bins,
      binCount: found.binCount,
      isOrdered: false,
      values: null,
      unit: 'other',
    });
    if (found.kind === 'slots') return { ...learned, how: { kind: 'slots', variable, shares: found.shares } };
    const { cells, cellFeatures, members } = found;
    if (members !== null) this.drafts.toldApart.set(index, cellFeatures);
    return { ...learned, how: { kind: 'cells', variable, cells, cellFeatures, members } };
  }

  /** Share of rows without a parent; of a polymorphic reference, share of the rows that it concerns. */
  private shareOfNulls(key: ForeignKey, links: Int32Array | undefined): number {
    if (key.when !== undefined) return nullShareOf(this.frame, key);
    return links === undefined ? nullShareOf(this.frame, key) : nullShare(links);
  }

  /** Share of rows that have children in a self-reference. */
  private parentShareOf(key: ForeignKey): number {
    const { table, rows, childCounts, parents } = this.frame;
    const counts = childCounts.get(`${table.id}.${key.name}`);
    const withChildren =
      counts?.filter((count) => count > 0).length ??
      new Set(parents.get(key.name)!.filter((row) => row >= 0)).size;
    return rows === 0 ? 0 : withChildren / rows;
  }

  private schemaOnlyReference(key: ForeignKey, isUsable: boolean): ReferenceModel {
    const share = nullShareOf(this.frame, key) > 0 ? 0.5 : 0;
    if (key.parent === this.frame.table.id)
      return { foreignKey: key.name, nullShare: share, how: { kind: 'self', parentShare: 0.3 } };
    return { foreignKey: key.name, nullShare: share, how: { kind: isUsable ? 'any' : 'late' } };
  }

  // ---- forests
}

function isPersonal(text: TextKind | null, pii: PiiKind): boolean {
  return text?.form === 'pii' && text.pii === pii;
}

function isWritten(columnClass: ColumnClass): boolean {
  return !['category', 'boolean', 'number', 'moment', 'constant', 'empty'].includes(columnClass.kind);
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

function floorDay(micros: number): number {
  return Math.floor(micros / MICROS_PER_DAY) * MICROS_PER_DAY;
}

function lengthOf(value: SqlValue): number {
  if (value === null) return NaN;
  return typeof value === 'object' ? value.length : String(value).length;
}

/** Share of rows without a parent; parents that were not read are some. */
function nullShare(links: Int32Array): number {
  return links.length === 0 ? 0 : links.filter((row) => row === -1).length / links.length;
}

/** Share of NULLs among the rows that a foreign key concerns. */
function nullShareOf(frame: Frame, key: ForeignKey): number {
  const columns = key.columns.map((name) => frame.columns.get(name)!);
  const rows = concernedRows(key, frame.columns, frame.rows);
  const nulls = rows.filter((row) => columns.some((column) => valueAt(column, row) === null)).length;
  return rows.length === 0 ? 0 : nulls / rows.length;
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
