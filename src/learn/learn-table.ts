import { valueAt, type SqlValue, type Vector } from '../batch/batch.js';
import { linkedColumns } from '../graph/linked-columns.js';
import type { LateKey } from '../graph/find-load-order.js';
import { classifyColumn } from '../classify/classify-column.js';
import type { ColumnClass } from '../classify/column-class.js';
import { parseMoment } from '../classify/moment-format.js';
import type { Column, ForeignKey } from '../introspect/catalog.js';
import type {
  Base,
  ColumnModel,
  Determined,
  Draw,
  Feature,
  Forest,
  KeptRows,
  NumberScale,
  ReferenceModel,
  Scale,
  TableModel,
  Variable,
} from '../model/model.js';
import { NO_PHASE } from '../model/phase.js';
import { binOfNumber } from '../model/scale.js';
import { workOut } from '../model/work-out.js';
import { learnText } from '../text/learn-text.js';
import type { NameColumns } from '../text/learn/name-columns.js';
import type { PiiKind, TextKind, TextSpec } from '../text/text-spec.js';
import { binDifferences, chooseBase, type BaseCandidate } from './choose-base.js';
import { fitForest, targetOf, thinRows, type Target } from './fit-forest.js';
import { heldOutLikelihood, holdOut } from './held-out-likelihood.js';
import type { KeptTable } from './find-kept.js';
import type { Frame, Learned, Unit } from './frame.js';
import { keepRows } from './keep-rows.js';
import { learnCategoryScale } from './learn-category-scale.js';
import { learnNumberScale } from './learn-number-scale.js';
import { learnPhases } from './learn-phases.js';
import { findDetermined } from './find-determined.js';
import { findFormula } from './find-formula.js';
import { findTemplates } from './find-templates.js';
import { findPaths } from './find-paths.js';
import { learnReference } from './learn-reference.js';
import { FeatureReader, type TableView } from './table-view.js';

const DAY = 86_400_000_000;
const MINUTE = 60_000_000;
/** A rule that holds in this share of the rows is kept by construction. */
const RULE_SHARE = 0.995;
/** Fewer families than this say nothing of how their first rows differ. */
const MIN_FIRST_ROWS = 40;
const MIN_AGAIN = 50;
const TRIAL_ROWS = 6_000;
/** A number of few values is drawn like a category where siblings repeat it this often. */
const REPEATED_SHARE = 0.3;

export interface TableTask {
  readonly frame: Frame;
  readonly minEntities: number;
  /** Foreign keys of other tables that refer to this one, with the child's frame. */
  readonly incoming: readonly { readonly child: Frame; readonly key: ForeignKey }[];
  /** Foreign keys that are closed after the load. */
  readonly late: readonly LateKey[];
  readonly views: Map<string, TableView>;
  readonly models: ReadonlyMap<string, TableModel>;
  /** Tables whose rows are kept as they are. */
  readonly kept: ReadonlyMap<string, KeptTable>;
}

/** A variable being learned; a reference has no scale of its own. */
interface Draft {
  readonly role: Variable['role'];
  readonly of: string;
  readonly scale: Scale | null;
  readonly learned: Learned;
}

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
 */
export function learnTable(task: TableTask): TableModel {
  const learner = new TableLearner(task);
  return learner.learn();
}

interface PlannedReference {
  readonly key: ForeignKey;
  readonly isUsable: boolean;
}

class TableLearner {
  private readonly frame: Frame;
  private readonly drafts: Draft[] = [];
  private leading = 0;
  private readonly linked: ReadonlySet<string>;
  private readonly columns: ColumnDraft[] = [];
  private readonly references: readonly PlannedReference[];
  private readonly view: TableView;
  private readonly reader: FeatureReader;
  private readonly allRows: Int32Array;

  constructor(private readonly task: TableTask) {
    this.frame = task.frame;
    this.linked = linkedColumns(this.frame.table, task.late);
    this.references = this.frame.table.foreignKeys
      .filter((key) => key !== this.frame.owner)
      .map((key) => ({
        key,
        isUsable:
          key.parent !== this.frame.table.id && !task.late.some(({ foreignKey }) => foreignKey === key.name),
      }));
    this.view = {
      frame: this.frame,
      references: this.references.map(({ key }) => key),
      isUsable: this.references.map(({ isUsable }) => isUsable),
      learned: [],
    };
    task.views.set(this.frame.table.id, this.view);
    this.reader = new FeatureReader(this.view, task.views);
    this.allRows = Int32Array.from({ length: this.frame.rows }, (_, row) => row);
  }

  learn(): TableModel {
    const { frame, task } = this;
    const entities = new Set(frame.entities).size;
    const learned = entities >= 2 * task.minEntities;
    this.classifyColumns(learned);
    let references: ReferenceModel[];
    if (learned) {
      const first = this.findOrderColumn();
      if (first !== null) this.draftColumn(first);
      this.leading = this.drafts.length;
      references = this.references.map((_, index) => this.learnReference(index));
      const rest = this.columns.filter((draft) => draft !== first);
      const isLast = this.followsFromMoments(rest);
      for (const draft of [...rest.filter((d) => !isLast.has(d)), ...isLast]) this.draftColumn(draft);
      for (const { child, key } of task.incoming) this.draftCount(child, key);
    } else {
      references = this.references.map(({ key, isUsable }) => this.schemaOnlyReference(key, isUsable));
    }
    return {
      id: frame.table.id,
      sourceRows: frame.sourceRows,
      entities,
      learned,
      owner:
        frame.owner === null ? null : { foreignKey: frame.owner.name, nullShare: nullShare(frame.ownerRows) },
      leading: this.leading,
      variables: this.drafts.map((draft, index) => this.finishVariable(draft, index)),
      references,
      columns: this.columns.map(({ column, ...rest }) => ({ name: column.name, borrowed: null, ...rest })),
      kept: this.keepRows(),
    };
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
      this.drafts.map(({ learned }) => learned),
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
      const columnClass = classifyColumn(column, frame.table, vector, {
        ...context,
        isKey: alone.has(column.name),
        isForeignKey: this.linked.has(column.name),
      });
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
        isSingle: !learned && isSingle(vector, frame.rows),
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

  /** A moment by which most siblings stand in order. */
  private findOrderColumn(): ColumnDraft | null {
    const { frame } = this;
    if (frame.owner === null) return null;
    for (const draft of this.columns) {
      if (draft.class.kind !== 'moment') continue;
      const values = this.numbersOf(draft);
      let steps = 0;
      let rising = 0;
      for (let row = 1; row < frame.rows; row++) {
        if (frame.position[row] === 0 || Number.isNaN(values[row]! - values[row - 1]!)) continue;
        steps++;
        if (values[row]! >= values[row - 1]!) rising++;
      }
      if (steps >= 20 && rising >= 0.8 * steps) return draft;
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
      if (drafts.indexOf(draft) >= drafts.indexOf(last)) return false;
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
    draft.ordinal = this.findOrdinal(draft);
    if (draft.ordinal !== null) return;
    if (kind === 'key') {
      const vector = this.frame.columns.get(draft.column.name)!;
      const length = draft.text === null ? null : this.draftLength(draft, vector);
      draft.variable = length ?? this.draftNullFlag(draft, vector);
      return;
    }
    draft.copyOf = this.findCopy(draft);
    if (draft.copyOf !== null) return;
    draft.template = this.draftTemplate(draft);
    if (draft.template !== null) return;
    const vector = this.frame.columns.get(draft.column.name)!;
    if (kind === 'category' || kind === 'boolean') draft.variable = this.draftCategory(draft, vector);
    else if (kind === 'number' || kind === 'moment') this.draftNumber(draft);
    else if (kind === 'constant') draft.variable = this.draftNullFlag(draft, vector);
    else draft.variable = this.draftLength(draft, vector);
    if (draft.variable === null && kind !== 'constant') this.giveUp(draft, vector);
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
    });
    if (learned === null) return null;
    return this.add('column', draft.column.name, learned.scale, {
      bins: learned.bins,
      binCount: learned.scale.values.length,
      isOrdered: false,
      values: null,
      unit: 'other',
    });
  }

  private draftNumber(draft: ColumnDraft): void {
    const values = this.numbersOf(draft);
    const isMoment = draft.class.kind === 'moment' && draft.class.hasDate;
    if (isMoment && this.isBetterSplit(values)) {
      draft.variable = this.addNumber('column', draft.column.name, values.map(floorDay), 'moment', values);
      if (draft.variable !== null)
        draft.clock = this.addNumber(
          'clock',
          draft.column.name,
          values.map((value) => value - floorDay(value)),
          'other',
        );
    } else {
      const hasPhases = draft.class.kind === 'moment' && this.draftPhase(draft, values);
      const unit = isMoment ? 'moment' : 'number';
      draft.variable = this.addNumber('column', draft.column.name, values, unit, values, hasPhases);
    }
  }

  /** On which lattice a moment lies, so that this can be drawn before it. */
  private draftPhase(draft: ColumnDraft, values: Float64Array): boolean {
    const { entities } = this.frame;
    const bins = learnPhases(values, entities, this.task.minEntities);
    if (bins === null) return false;
    const binCount = NO_PHASE + 1;
    this.add('phase', draft.column.name, null, {
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
    if (present.every((value) => value % DAY === 0)) return false;
    const sorted = present.sort();
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
    if (at(0.95) - at(0.05) < 3 * DAY) return false;
    return this.baseCandidates(values, 'moment').every(
      ({ values: base }) => medianDistance(values, base) > DAY && !isCoarser(values, base),
    );
  }

  private draftNullFlag(draft: ColumnDraft, vector: Vector): number | null {
    const isNull = (_: unknown, row: number): number => (valueAt(vector, row) === null ? 1 : 0);
    const bins = Uint8Array.from({ length: this.frame.rows }, isNull);
    if (!bins.includes(1)) return null;
    const scale: Scale = { kind: 'category', values: [[0]], weights: [[1]] };
    return this.add('column', draft.column.name, scale, {
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
    return { ways, variable: isDrawn ? this.add('column', column.name, null, learned) : null };
  }

  private draftLength(draft: ColumnDraft, vector: Vector): number | null {
    const lengths = Float64Array.from({ length: this.frame.rows }, (_, row) =>
      lengthOf(valueAt(vector, row)),
    );
    return this.addNumber('column', draft.column.name, lengths, 'other');
  }

  private draftCount(child: Frame, key: ForeignKey): void {
    const name = `${child.table.id}.${key.name}`;
    this.addNumber('count', name, this.childrenOf(child, key), 'other');
  }

  private childrenOf(child: Frame, key: ForeignKey): Float64Array {
    const counted = this.frame.childCounts.get(`${child.table.id}.${key.name}`);
    if (counted !== undefined) return counted;
    const counts = new Float64Array(this.frame.rows);
    for (const row of child.parents.get(key.name)!) if (row >= 0) counts[row]!++;
    return counts;
  }

  private addNumber(
    role: Variable['role'],
    of: string,
    values: Float64Array,
    unit: Unit,
    baseValues: Float64Array = values,
    hasPhases = false,
  ): number | null {
    const { frame, task } = this;
    const rows = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
    const learned = learnNumberScale({
      values,
      entities: frame.entities,
      rows,
      isMoment: unit === 'moment',
      minEntities: task.minEntities,
    });
    if (learned === null) return null;
    const scale = hasPhases ? { ...learned, grains: [] } : learned;
    const bins = Uint8Array.from(values, (value) =>
      Number.isNaN(value) ? scale.upper.length : binOfNumber(scale, value),
    );
    return this.add(role, of, scale, {
      bins,
      binCount: scale.upper.length,
      isOrdered: true,
      values: baseValues,
      unit,
    });
  }

  private add(role: Variable['role'], of: string, scale: Scale | null, learned: Learned): number {
    this.drafts.push({ role, of, scale, learned });
    this.view.learned.push(learned);
    return this.drafts.length - 1;
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

  /** A number that counts the siblings: first, second, third. */
  private findOrdinal(draft: ColumnDraft): ColumnModel['ordinal'] {
    const { frame } = this;
    const isText = draft.class.storage.text > 0;
    if (frame.owner === null || draft.class.kind === 'moment' || draft.class.storage.blob > 0) return null;
    const vector = frame.columns.get(draft.column.name)!;
    const valueOf = (row: number): number => {
      const value = valueAt(vector, row);
      return typeof value === 'number'
        ? value
        : typeof value === 'string' && /^\d{1,9}$/.test(value)
          ? Number(value)
          : NaN;
    };
    const second = frame.position.indexOf(1);
    if (second < 0) return null;
    const start = valueOf(second - 1);
    const step = valueOf(second) - start;
    let kept = 0;
    for (let row = 0; row < frame.rows; row++)
      if (valueOf(row) === start + step * frame.position[row]!) kept++;
    if (!(step > 0) || kept < RULE_SHARE * frame.rows || !frame.position.includes(2)) return null;
    const sample = valueAt(vector, second);
    const width = isText && typeof sample === 'string' && sample.startsWith('0') ? sample.length : 0;
    return { start, step, width: isText ? width : null };
  }

  /** A parent's column that says the same in (nearly) every row. */
  private findCopy(draft: ColumnDraft): ColumnModel['copyOf'] {
    const vector = this.frame.columns.get(draft.column.name)!;
    for (const { path, table } of findPaths(this.view, this.task.views, this.references.length)) {
      const parent = this.task.views.get(table)!.frame;
      if (path.length > 2) continue;
      const { rows } = this.reader.follow(path);
      for (const [column, theirs] of parent.columns)
        if (this.isCopyable(table, column) && repeats(vector, theirs, rows)) return { path, column };
    }
    return null;
  }

  /** Columns whose values the sampler keeps: all but the ones that are linked or generated by the database. */
  private isCopyable(table: string, column: string): boolean {
    const model = this.task.models.get(table);
    return model !== undefined && model.columns.some((known) => known.name === column);
  }

  // ---- references

  private learnReference(index: number): ReferenceModel {
    const { key, isUsable } = this.references[index]!;
    const links = this.frame.parents.get(key.name);
    const share = links === undefined ? nullShareOf(this.frame, key) : nullShare(links);
    if (key.parent === this.frame.table.id)
      return {
        foreignKey: key.name,
        nullShare: share,
        how: { kind: 'self', parentShare: this.parentShareOf(key) },
      };
    if (!isUsable || links === undefined)
      return { foreignKey: key.name, nullShare: share, how: { kind: 'late' } };
    const found = learnReference(
      this.view,
      this.task.views,
      key,
      index,
      this.features(this.drafts.length, index, false),
      this.reader,
      this.task.minEntities,
      this.task.kept.has(key.parent),
    );
    if (found.kind === 'carried') return { foreignKey: key.name, nullShare: share, how: found };
    const variable = this.add('reference', key.name, null, {
      bins: found.bins,
      binCount: found.binCount,
      isOrdered: false,
      values: null,
      unit: 'other',
    });
    if (found.kind === 'slots')
      return {
        foreignKey: key.name,
        nullShare: share,
        how: { kind: 'slots', variable, shares: found.shares },
      };
    const { cells, cellFeatures, members, shares } = found;
    return {
      foreignKey: key.name,
      nullShare: share,
      how: { kind: 'cells', variable, cells, cellFeatures, members, shares },
    };
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

  /** Rows from which a variable is learned: of a reference those whose parent was read, and as many of the others' share. */
  private knownRows({ role, of }: Draft): Int32Array {
    if (role !== 'reference') return this.allRows;
    const links = this.frame.parents.get(of)!;
    const outside = links.filter((row) => row < -1).length;
    if (outside === 0) return this.allRows;
    const inside = links.filter((row) => row >= 0).length;
    const stride = Math.max(1, Math.round((inside + outside) / Math.max(1, inside)));
    let nulls = 0;
    return this.allRows.filter((row) => links[row]! >= 0 || (links[row] === -1 && nulls++ % stride === 0));
  }

  private schemaOnlyReference(key: ForeignKey, isUsable: boolean): ReferenceModel {
    const share = nullShareOf(this.frame, key) > 0 ? 0.5 : 0;
    if (key.parent === this.frame.table.id)
      return { foreignKey: key.name, nullShare: share, how: { kind: 'self', parentShare: 0.3 } };
    return { foreignKey: key.name, nullShare: share, how: { kind: isUsable ? 'any' : 'late' } };
  }

  // ---- forests

  private finishVariable(draft: Draft, index: number): Variable {
    const { learned } = draft;
    const values = slots(learned.binCount);
    const scale: Scale = draft.scale ?? { kind: 'category', values, weights: values.map(() => [1]) };
    const features = this.features(index, this.referencesBefore(index), true);
    const draw = this.learnDraw(draft, index, scale, features);
    const isDrawn = draw.kind !== 'formula';
    return {
      role: draft.role,
      of: draft.of,
      scale,
      nullable: learned.bins.includes(learned.binCount),
      draw,
      start: draft.role !== 'reference' && isDrawn ? this.learnStart(learned, features) : null,
      determined: draft.role === 'column' && isDrawn ? this.findDetermined(draft, scale, features) : null,
    };
  }

  /** A rule is of use only where a bin is a value. */
  private findDetermined({ learned }: Draft, scale: Scale, features: readonly Feature[]): Determined | null {
    const isDiscrete = scale.kind === 'category' || scale.rest.every((weight) => weight === 0);
    if (!isDiscrete || learned.binCount < 2) return null;
    const candidates = features
      .filter(({ from }) => from === 'own' || from === 'parent')
      .map((feature) => ({ feature, bytes: this.reader.read(feature) }));
    const { entities } = this.frame;
    return findDetermined({ bins: learned.bins, entities, minEntities: this.task.minEntities }, candidates);
  }

  private learnDraw(draft: Draft, index: number, scale: Scale, features: readonly Feature[]): Draw {
    const { role, learned } = draft;
    const hasClock = this.drafts[index + 1]?.role === 'clock';
    const formula =
      role === 'column' && learned.unit !== 'other' && !hasClock
        ? this.formula(draft, index, features)
        : null;
    if (formula !== null) return formula;
    const isDiscrete =
      scale.kind === 'number' && learned.unit !== 'other' && scale.rest.every((weight) => weight === 0);
    const mayRepeat = role === 'reference' || ((!learned.isOrdered || isDiscrete) && learned.binCount >= 4);
    const gate = mayRepeat ? this.gate(draft, features) : null;
    if (gate !== null) return gate;
    const isMeasured = role === 'column' && scale.kind === 'number' && learned.unit !== 'other';
    const difference = isMeasured ? this.difference(draft, index, scale, features) : null;
    return (
      difference ?? { kind: 'forest', forest: this.fit(targetOf(learned, this.knownRows(draft)), features) }
    );
  }

  /**
   * The first row of a family has no siblings to go by, and first rows are few: one per family, however large. Unless
   * the column tells first rows from later ones, all rows of families of that size say more.
   */
  private learnStart(learned: Learned, features: readonly Feature[]): Forest | null {
    const { frame } = this;
    const first = this.allRows.filter((row) => frame.position[row] === 0);
    if (frame.owner === null || frame.rows < 2 * first.length || first.length < MIN_FIRST_ROWS) return null;
    // An error in the first row runs through the whole family, so a large family counts for more.
    const weight = (row: number): number => frame.remaining[row]! + 1;
    return this.betterWithoutHistory(learned, first, this.allRows, this.allRows, features, weight);
  }

  /** Learns from the rows of one kind alone, or without history from all rows, if that tells them better. */
  private fitBorrowing(draft: Draft, rows: Int32Array, features: readonly Feature[]): Forest {
    const { learned } = draft;
    return (
      this.betterWithoutHistory(learned, rows, rows, this.knownRows(draft), features) ??
      this.fit(targetOf(learned, rows), features)
    );
  }

  /**
   * Trees that know all rows but no siblings, if they tell some rows better than trees with a history do.
   * @param some the rows to tell
   * @param others the rows that trees with a history are learned from
   * @param every the rows that trees without one are learned from
   */
  private betterWithoutHistory(
    learned: Learned,
    some: Int32Array,
    others: Int32Array,
    every: Int32Array,
    features: readonly Feature[],
    weight = (_row: number): number => 1,
  ): Forest | null {
    const { frame, reader } = this;
    const { entities } = frame;
    const plain: Feature[] = [
      ...features.filter(({ from }) => from === 'own' || from === 'parent'),
      { from: 'size' },
    ];
    const [all] = holdOut(thinRows(every, TRIAL_ROWS), entities);
    const [own] = holdOut(thinRows(others, TRIAL_ROWS), entities);
    const [, test] = holdOut(thinRows(some, TRIAL_ROWS), entities);
    if (test.length === 0 || own.length === 0) return null;
    const trial = { test, entities, reader, density: () => 0, weight };
    const withHistory = heldOutLikelihood({ ...trial, features, target: targetOf(learned, own) });
    const without = heldOutLikelihood({ ...trial, features: plain, target: targetOf(learned, all) });
    return without > withHistory ? this.fit(targetOf(learned, every), plain) : null;
  }

  private fit(target: Target, features: readonly Feature[]): Forest {
    return fitForest(target, this.frame.entities, features, this.reader);
  }

  /** How many references are known when a variable is drawn. */
  private referencesBefore(index: number): number {
    if (index < this.leading) return 0;
    const draft = this.drafts[index];
    return draft?.role === 'reference'
      ? this.references.findIndex(({ key }) => key.name === draft.of)
      : this.references.length;
  }

  /** What is known when the variable at `index` is drawn. */
  private features(index: number, drawnReferences: number, withPrevious: boolean): Feature[] {
    const features: Feature[] = [];
    for (let variable = 0; variable < index; variable++) features.push({ from: 'own', variable });
    for (const { path, table } of findPaths(this.view, this.task.views, drawnReferences)) {
      const count = this.task.views.get(table)!.learned.length;
      for (let variable = 0; variable < count; variable++)
        features.push({ from: 'parent', path, table, variable });
    }
    if (this.frame.owner === null) return features;
    features.push({ from: 'position' }, { from: 'remaining' });
    const known = withPrevious ? this.drafts.length : index;
    for (let variable = 0; variable < known; variable++) {
      if (this.drafts[variable]!.role === 'count') continue;
      features.push({ from: 'previous', variable });
      features.push({ from: this.drafts[variable]!.learned.isOrdered ? 'mean' : 'distinct', variable });
    }
    return features;
  }

  /** Same as the previous sibling, seen before in the family, or new: worth its own trees where values return. */
  private gate(draft: Draft, features: readonly Feature[]): Draw | null {
    const { frame } = this;
    if (frame.owner === null) return null;
    const identity = draft.role === 'reference' ? frame.parents.get(draft.of)! : draft.learned.bins;
    const isNull = draft.role === 'reference' ? -1 : draft.learned.binCount;
    const { states, repeats: repeated, chances } = gateStates(identity, isNull, frame.position);
    if (chances < 50 || repeated < (draft.learned.isOrdered ? REPEATED_SHARE : 0.02) * chances) return null;
    const known = this.knownRows(draft);
    const rowsIn = (...kept: number[]): Int32Array => known.filter((row) => kept.includes(states[row]!));
    const again = rowsIn(GATE.seen);
    return {
      kind: 'gate',
      gate: this.fit({ bins: states, binCount: GATE.none, isOrdered: false, rows: this.allRows }, features),
      fresh: this.fitBorrowing(draft, rowsIn(GATE.fresh), features),
      again:
        draft.role === 'reference' || again.length < MIN_AGAIN
          ? null
          : this.fitBorrowing(draft, again, features),
    };
  }

  private difference(
    draft: Draft,
    index: number,
    scale: NumberScale,
    features: readonly Feature[],
  ): Draw | null {
    const { frame, task } = this;
    const { learned } = draft;
    const drawnReferences = this.referencesBefore(index);
    const isDay = learned.unit === 'moment' && scale.step % DAY === 0;
    const level = (values: Float64Array): Float64Array => (isDay ? values.map(floorDay) : values);
    const values = level(learned.values!);
    const candidates = this.baseCandidates(values, learned.unit, index, drawnReferences).map(
      ({ base, values: theirs }) => ({ base, values: level(theirs) }),
    );
    const column = {
      ...learned,
      isMoment: learned.unit === 'moment',
      values,
      scale,
      entities: frame.entities,
      minEntities: task.minEntities,
    };
    const chosen = chooseBase(column, candidates, features, this.reader);
    if (chosen === null) return null;
    const present = this.allRows.filter((row) => !Number.isNaN(chosen.candidate.values[row]!));
    const absent = this.allRows.filter((row) => Number.isNaN(chosen.candidate.values[row]!));
    const bins = binDifferences(chosen.scale, chosen.spikes, chosen.differences, values, present);
    const binCount = chosen.scale.upper.length + chosen.spikes.length;
    const target: Target = { bins, binCount, isOrdered: true, rows: present };
    return {
      kind: 'difference',
      base: chosen.candidate.base,
      scale: chosen.scale,
      spikes: chosen.spikes,
      forest: this.fit(target, features),
      otherwise: this.fit(targetOf(learned, absent.length > 0 ? absent : present), features),
      keepsOrder: keepsOrder(learned.values!, this.baseValues(chosen.candidate.base)),
    };
  }

  /** How a number follows from others of the row, its parents and the previous sibling. */
  private formula({ learned }: Draft, index: number, features: readonly Feature[]): Draw | null {
    const { entities, owner, position } = this.frame;
    const values = learned.values!;
    const bases = (['number', 'moment'] as const).flatMap((unit) => this.listBases(unit, index));
    const isMoment = learned.unit === 'moment';
    if (owner !== null && !isMoment) bases.push({ from: 'previous', variable: index });
    const offered = bases.map((base) => ({
      values: base.from === 'previous' ? previousOf(values, position) : this.baseValues(base),
      isMoment: base.from !== 'previous' && this.unitOf(base) === 'moment',
    }));
    const found = findFormula({ values, isMoment, entities, minEntities: this.task.minEntities }, offered);
    if (found === null) return null;
    const operands = found.operands.map((at) => offered[at]!.values);
    const drawn = this.allRows.filter((row) =>
      Number.isNaN(
        workOut(
          found.formula,
          operands.map((operand) => operand[row]!),
        ),
      ),
    );
    return {
      kind: 'formula',
      formula: found.formula,
      operands: found.operands.map((at) => bases[at]!),
      otherwise: this.fit(targetOf(learned, drawn.length > 0 ? drawn : this.allRows), features),
    };
  }

  private unitOf(base: Base): Unit {
    if (base.from !== 'parent') return this.view.learned[base.variable]!.unit;
    return this.task.views.get(this.reader.follow(base.path).table)!.learned[base.variable]!.unit;
  }

  /** Columns of a unit that are known when the variable at `index` is drawn: of the row, its parents and theirs. */
  private listBases(unit: Unit, index: number, drawnReferences = this.referencesBefore(index)): Base[] {
    const bases: Base[] = [];
    const isComparable = (learned: Learned | null, role: Variable['role']): boolean =>
      role === 'column' && learned !== null && learned.values !== null && learned.unit === unit;
    for (let variable = 0; variable < index; variable++)
      if (isComparable(this.view.learned[variable]!, this.drafts[variable]!.role))
        bases.push({ from: 'own', variable });
    for (const { path, table } of findPaths(this.view, this.task.views, drawnReferences)) {
      if (path.length > 2) continue;
      const model = this.task.models.get(table)!;
      model.variables.forEach(({ role }, variable) => {
        if (isComparable(this.task.views.get(table)!.learned[variable]!, role))
          bases.push({ from: 'parent', path, variable });
      });
    }
    return bases;
  }

  private baseCandidates(
    values: Float64Array,
    unit: Unit,
    index = this.drafts.length,
    drawnReferences = this.referencesBefore(index),
  ): BaseCandidate[] {
    const bases = this.listBases(unit, index, drawnReferences);
    const candidates: BaseCandidate[] = bases.map((base) => ({ base, values: this.baseValues(base) }));
    if (this.frame.owner !== null)
      candidates.push({
        base: { from: 'previous', variable: index },
        values: previousOf(values, this.frame.position),
      });
    return candidates;
  }

  private baseValues(base: Base): Float64Array {
    if (base.from === 'own') return this.view.learned[base.variable]!.values!;
    if (base.from === 'previous')
      return previousOf(this.view.learned[base.variable]!.values!, this.frame.position);
    const { table, rows } = this.reader.follow(base.path);
    const values = this.task.views.get(table)!.learned[base.variable]!.values!;
    const gathered = new Float64Array(rows.length);
    for (let row = 0; row < rows.length; row++) gathered[row] = rows[row]! < 0 ? NaN : values[rows[row]!]!;
    return gathered;
  }
}

/** States of the gate of a category or reference inside a family. */
export const GATE = { fresh: 0, previous: 1, seen: 2, none: 3 } as const;

function gateStates(
  identity: ArrayLike<number>,
  isNull: number,
  position: Int32Array,
): { states: Uint8Array; repeats: number; chances: number } {
  const states = new Uint8Array(identity.length);
  const seen = new Set<number>();
  let repeats = 0;
  let chances = 0;
  for (let row = 0; row < identity.length; row++) {
    if (position[row] === 0) seen.clear();
    const value = identity[row]!;
    if (value === isNull) {
      states[row] = GATE.none;
      continue;
    }
    if (seen.size > 0) chances++;
    if (position[row]! > 0 && identity[row - 1] === value) states[row] = GATE.previous;
    else if (seen.has(value)) states[row] = GATE.seen;
    if (states[row] !== GATE.fresh) repeats++;
    seen.add(value);
  }
  return { states, repeats, chances };
}

function isSingle(vector: Vector, rows: number): boolean {
  let first: SqlValue = null;
  for (let row = 0; row < rows; row++) {
    const value = valueAt(vector, row);
    if (value === null) continue;
    if (first !== null && value !== first) return false;
    first = value;
  }
  return first !== null && rows > 1;
}

function isPersonal(text: TextKind | null, pii: PiiKind): boolean {
  return text?.form === 'pii' && text.pii === pii;
}

function isWritten(columnClass: ColumnClass): boolean {
  return !['category', 'boolean', 'number', 'moment', 'constant', 'empty'].includes(columnClass.kind);
}

function floorDay(micros: number): number {
  return Math.floor(micros / DAY) * DAY;
}

function previousOf(values: Float64Array, position: Int32Array): Float64Array {
  const previous = new Float64Array(values.length).fill(NaN);
  for (let row = 1; row < values.length; row++) if (position[row]! > 0) previous[row] = values[row - 1]!;
  return previous;
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

function keepsOrder(values: Float64Array, base: Float64Array): boolean {
  let both = 0;
  let kept = 0;
  values.forEach((value, row) => {
    if (Number.isNaN(value - base[row]!)) return;
    both++;
    if (value >= base[row]!) kept++;
  });
  return both > 0 && kept >= RULE_SHARE * both;
}

/** Whether a column equals a parent's column in nearly all rows, and is more than a constant. */
function repeats(own: Vector, theirs: Vector, rows: Int32Array): boolean {
  const values = new Set<SqlValue>();
  let both = 0;
  let equal = 0;
  for (let row = 0; row < rows.length; row++) {
    const value = valueAt(own, row);
    if (rows[row]! < -1 || (value === null && rows[row]! < 0)) continue;
    both++;
    if (rows[row]! >= 0 && value === valueAt(theirs, rows[row]!)) equal++;
    else if (both - equal > 10 + rows.length * (1 - RULE_SHARE)) return false;
    if (values.size < 3) values.add(value);
  }
  return both >= 20 && values.size >= 3 && equal >= RULE_SHARE * both;
}

function lengthOf(value: SqlValue): number {
  if (value === null) return NaN;
  return typeof value === 'object' ? value.length : String(value).length;
}

/** Share of rows without a parent; parents that were not read are some. */
function nullShare(links: Int32Array): number {
  return links.length === 0 ? 0 : links.filter((row) => row === -1).length / links.length;
}

function nullShareOf(frame: Frame, key: ForeignKey): number {
  const columns = key.columns.map((name) => frame.columns.get(name)!);
  let nulls = 0;
  for (let row = 0; row < frame.rows; row++)
    if (columns.some((column) => valueAt(column, row) === null)) nulls++;
  return frame.rows === 0 ? 0 : nulls / frame.rows;
}

function slots(count: number): number[][] {
  return Array.from({ length: count }, (_, slot) => [slot]);
}
