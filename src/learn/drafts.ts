import type { LateKey } from '../graph/find-load-order.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { Base, Feature, Path, Scale, TableModel, Variable } from '../model/model.js';
import { binOfNumber } from '../model/scale.js';
import type { BaseCandidate } from './choose-base.js';
import { findPaths } from './find-paths.js';
import type { Engine } from './engine.js';
import type { KeptTable } from './find-kept.js';
import type { Frame, Learned, Unit } from './frame.js';
import type { TableRules } from './rules/table-rules.js';
import { learnNumberScale } from './learn-number-scale.js';
import { OverfitMeter } from './overfit-meter.js';
import { presentRows } from './present-rows.js';
import { FeatureReader, type TableView } from './table-view.js';

export interface TableTask {
  readonly frame: Frame;
  readonly minEntities: number;
  readonly engine: Engine;
  /** Foreign keys of other tables that refer to this one, with the child's frame. */
  readonly incoming: readonly Incoming[];
  /** Foreign keys that are closed after the load. */
  readonly late: readonly LateKey[];
  readonly views: Map<string, TableView>;
  readonly models: ReadonlyMap<string, TableModel>;
  /** Tables whose rows are kept as they are. */
  readonly kept: ReadonlyMap<string, KeptTable>;
  /** What the user said of the table's rules. */
  readonly rules: TableRules;
  /** Stops the learning between two columns. */
  readonly signal?: AbortSignal;
}

/** A foreign key of another table that refers to this one. */
export interface Incoming {
  readonly child: Frame;
  readonly key: ForeignKey;
  /** It is closed after the load. */
  readonly isLate: boolean;
}

/** A variable being learned; a reference has no scale of its own. */
export interface Draft {
  readonly role: Variable['role'];
  readonly of: string;
  readonly scale: Scale | null;
  readonly learned: Learned;
  /** Which rows hold the same text, where the variable is its length; -1 = null. */
  readonly texts?: Int32Array;
}

/** What is particular about a number. */
export interface NumberOptions {
  /** Its lattices are drawn before it. */
  readonly hasPhases?: boolean;
  /** It is never beyond the outermost one that enough entities have. */
  readonly isClosed?: boolean;
  /** It is the length of a text: which rows hold the same. */
  readonly texts?: Int32Array;
}

/** A foreign key other than the owning one. */
export interface PlannedReference {
  readonly key: ForeignKey;
  /** Whether its parent row is known when the row is drawn. */
  readonly isUsable: boolean;
}

/** The variables of a table in drawing order, and what is known when each of them is drawn. */
export class Drafts {
  readonly frame: Frame;
  readonly list: Draft[] = [];
  readonly references: readonly PlannedReference[];
  readonly view: TableView;
  readonly reader: FeatureReader;
  readonly meter: OverfitMeter;
  readonly allRows: Int32Array;
  /** How many variables are drawn before the references. */
  leading = 0;
  /** By position of a reference whose parents are told apart one by one: the variables that tell their cells. */
  readonly toldApart = new Map<number, readonly number[]>();

  /** Numbers of children by foreign keys that close a cycle: of siblings, often one has a child. */
  private readonly pointers: ReadonlySet<string>;

  constructor(readonly task: TableTask) {
    this.frame = task.frame;
    this.pointers = new Set(
      task.incoming.flatMap(({ child, key, isLate }) => (isLate ? [`${child.table.id}.${key.name}`] : [])),
    );
    const { table, owner, rows } = task.frame;
    this.references = table.foreignKeys
      .filter((key) => key !== owner)
      .map((key) => ({
        key,
        isUsable: key.parent !== table.id && !task.late.some(({ foreignKey }) => foreignKey === key.name),
      }));
    this.view = {
      frame: this.frame,
      references: this.references.map(({ key }) => key),
      isUsable: this.references.map(({ isUsable }) => isUsable),
      learned: [],
    };
    task.views.set(table.id, this.view);
    this.reader = new FeatureReader(this.view, task.views);
    this.meter = new OverfitMeter(this.frame.entities, this.reader, rows);
    this.allRows = Int32Array.from({ length: rows }, (_, row) => row);
  }

  addNumber(
    role: Variable['role'],
    of: string,
    values: Float64Array,
    unit: Unit,
    baseValues: Float64Array = values,
    { hasPhases = false, isClosed = false, texts }: NumberOptions = {},
  ): number | null {
    const { frame, task } = this;
    const rows = presentRows(values);
    const learned = learnNumberScale({
      values,
      entities: frame.entities,
      rows,
      isMoment: unit === 'moment',
      minEntities: task.minEntities,
      isClosed,
    });
    if (learned === null) return null;
    const scale = hasPhases ? { ...learned, grains: [] } : learned;
    const bins = Uint8Array.from(values, (value) =>
      Number.isNaN(value) ? scale.upper.length : binOfNumber(scale, value),
    );
    const binCount = scale.upper.length;
    return this.add(role, of, scale, { bins, binCount, isOrdered: true, values: baseValues, unit }, texts);
  }

  add(role: Variable['role'], of: string, scale: Scale | null, learned: Learned, texts?: Int32Array): number {
    this.list.push({ role, of, scale, learned, ...(texts && { texts }) });
    this.view.learned.push(learned);
    return this.list.length - 1;
  }

  /** How many references are known when a variable is drawn. */
  referencesBefore(index: number): number {
    if (index < this.leading) return 0;
    const draft = this.list[index];
    return draft?.role === 'reference'
      ? this.references.findIndex(({ key }) => key.name === draft.of)
      : this.references.length;
  }

  /** What is known when the variable at `index` is drawn. */
  features(index: number, drawnReferences: number, withPrevious: boolean): Feature[] {
    const features: Feature[] = [];
    for (let variable = 0; variable < index; variable++) features.push({ from: 'own', variable });
    for (const { path, table } of findPaths(this.view, this.task.views, drawnReferences))
      for (const variable of this.alikeAt(path)) features.push({ from: 'parent', path, table, variable });
    if (this.frame.owner === null) return features;
    if (!this.task.engine.looksAtSiblings) return [...features, { from: 'size' }];
    features.push({ from: 'position' }, { from: 'remaining' });
    const known = withPrevious ? this.list.length : index;
    for (let variable = 0; variable < known; variable++) {
      const { role, of, learned } = this.list[variable]!;
      const isPointer = this.pointers.has(of);
      if (role === 'count' && !isPointer) continue;
      features.push({ from: 'previous', variable });
      features.push({ from: learned.isOrdered && !isPointer ? 'mean' : 'distinct', variable });
    }
    return features;
  }

  /**
   * Variables of the row at the end of a path that mean in a copy what they mean in the source. Rows that are made from
   * the schema alone have other parents there, and a row that takes the place of one of few parents is like it in what
   * its cell says of it, no more: which of them it is tells the rest.
   */
  private alikeAt(path: Path): readonly number[] {
    let view = this.view;
    let alike: number[] = [];
    for (const [at, step] of path.entries()) {
      const isLast = at === path.length - 1;
      const key = step === null ? view.frame.owner! : view.references[step]!;
      const references = at === 0 ? this.toldApart : toldApartOf(this.task.models.get(view.frame.table.id)!);
      view = this.task.views.get(key.parent)!;
      alike = [...view.learned.keys()];
      if (!isLast && this.task.models.get(key.parent)?.learned !== true) return [];
      const cellFeatures = step === null ? undefined : references.get(step);
      if (cellFeatures === undefined) continue;
      if (!isLast) return [];
      alike = alike.filter((variable) => cellFeatures.includes(variable));
    }
    return alike;
  }

  unitOf(base: Base): Unit {
    if (base.from !== 'parent') return this.view.learned[base.variable]!.unit;
    return this.task.views.get(this.reader.follow(base.path).table)!.learned[base.variable]!.unit;
  }

  /** Columns of a unit that are known when the variable at `index` is drawn: of the row, its parents and theirs. */
  listBases(unit: Unit, index: number, drawnReferences = this.referencesBefore(index)): Base[] {
    const bases: Base[] = [];
    const isComparable = (learned: Learned | null, role: Variable['role']): boolean =>
      role === 'column' && learned !== null && learned.values !== null && learned.unit === unit;
    for (let variable = 0; variable < index; variable++)
      if (isComparable(this.view.learned[variable]!, this.list[variable]!.role))
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

  /** Other columns of the sibling before, which are all known. */
  listPrevious(unit: Unit, index: number): Base[] {
    return this.list.flatMap(({ role, learned }, variable): Base[] =>
      role === 'column' && variable !== index && learned.values !== null && learned.unit === unit
        ? [{ from: 'previous', variable }]
        : [],
    );
  }

  baseCandidates(
    values: Float64Array,
    unit: Unit,
    index = this.list.length,
    drawnReferences = this.referencesBefore(index),
  ): BaseCandidate[] {
    const bases = this.listBases(unit, index, drawnReferences);
    const candidates: BaseCandidate[] = bases.map((base) => ({ base, values: this.baseValues(base) }));
    if (this.frame.owner !== null)
      candidates.push({
        base: { from: 'previous', variable: index },
        values: previousOf(values, this.frame.position),
      });
    if (this.frame.owner !== null && this.task.engine.looksAtSiblings && unit === 'moment')
      for (const base of this.listPrevious(unit, index))
        candidates.push({ base, values: this.baseValues(base) });
    return candidates;
  }

  baseValues(base: Base): Float64Array {
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

/** The value of the sibling before; NaN for the first. */
export function previousOf(values: Float64Array, position: Int32Array): Float64Array {
  const previous = new Float64Array(values.length).fill(NaN);
  for (let row = 1; row < values.length; row++) if (position[row]! > 0) previous[row] = values[row - 1]!;
  return previous;
}

/** By position of a reference whose parents are told apart one by one: the variables that tell their cells. */
function toldApartOf({ references }: TableModel): ReadonlyMap<number, readonly number[]> {
  return new Map(
    references.flatMap(({ how }, index) =>
      how.kind === 'cells' && how.members !== null ? [[index, how.cellFeatures] as const] : [],
    ),
  );
}
