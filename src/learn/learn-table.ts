import { giveWay } from '../give-way.js';
import { linkedColumns } from '../graph/linked-columns.js';
import { selectorColumns } from '../graph/selector-columns.js';
import type { ForeignKey } from '../introspect/catalog.js';
import type { KeptRows, ReferenceModel, TableModel, Variable } from '../model/model.js';
import { classifyColumns, type ColumnDraft } from './classify-columns.js';
import { ColumnDrafter } from './column-drafter.js';
import { Drafts, type TableTask } from './drafts.js';
import { findFormula } from './find-formula.js';
import { findNumberedBy } from './find-numbered-by.js';
import { followsReference } from './follows-reference.js';
import type { Frame } from './frame.js';
import { keepRows } from './keep-rows.js';
import { learnVariable } from './learn-variable.js';
import { measureSupport } from './measure-support.js';
import { nullShare, ReferenceLearner } from './reference-learner.js';
import { RuleBinder } from './rules/bind-rule.js';
import { ColumnWishes } from './rules/column-wishes.js';

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
  private readonly wishes: ColumnWishes;
  private readonly columns: readonly ColumnDraft[];
  private readonly drafter: ColumnDrafter;
  private readonly entities: number;
  /** Whether there are enough entities to learn from. */
  private readonly isLearned: boolean;

  constructor(private readonly task: TableTask) {
    this.frame = task.frame;
    const { table } = this.frame;
    this.drafts = new Drafts(task);
    this.entities = new Set(this.frame.entities).size;
    this.isLearned = this.entities >= 2 * task.minEntities;
    const linked = linkedColumns(table, task.late);
    this.columns = classifyColumns(this.frame, linked, task.minEntities, this.isLearned);
    this.wishes = new ColumnWishes(task.rules);
    if (!this.isLearned || task.kept.has(table.id)) this.wishes.refuseAll(table, this.isLearned);
    this.drafter = new ColumnDrafter(this.drafts, this.columns, linked, this.wishes);
  }

  async learn(): Promise<TableModel> {
    const { frame, task, entities, isLearned } = this;
    const learner = new ReferenceLearner(this.drafts);
    let references: ReferenceModel[];
    if (isLearned) {
      const leading = this.findLeadingColumns();
      for (const draft of leading) this.drafter.draft(draft);
      this.drafts.leading = this.drafts.list.length;
      references = this.drafts.references.map((_, index) => learner.learn(index));
      const rest = this.columns.filter((draft) => !leading.includes(draft));
      const isLast = this.followsFromMoments(rest);
      const order = [...rest.filter((d) => !isLast.has(d)), ...isLast];
      for (const draft of this.wishes.sort(order, ({ column }) => column.name)) {
        await giveWay(task.signal);
        this.drafter.draft(draft);
      }
      for (const { child, key } of task.incoming) this.draftCount(child, key);
    } else {
      references = this.drafts.references.map((_, index) => learner.fromSchema(index));
    }
    const binder = new RuleBinder(this.drafts, this.drafter.copies());
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
      learned: isLearned,
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
    if (this.drafter.isLinked(key)) return {};
    const moments = this.columns.filter(
      ({ class: found, variable }) => found.kind === 'moment' && found.hasDate && variable !== null,
    );
    const values = new Map(moments.map((draft) => [draft.column.name, this.drafter.numbersOf(draft)]));
    const numberedBy = findNumberedBy(this.drafter.numbersOf(key), values);
    return numberedBy === null ? {} : { numberedBy };
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

  /** What the references look at: the moment by which siblings stand in order, and which table a row refers to. */
  private findLeadingColumns(): ColumnDraft[] {
    const order = this.findOrderColumn();
    const selectors = selectorColumns(this.frame.table);
    const selecting = this.columns.filter(({ column }) => selectors.has(column.name));
    return order === null ? selecting : [order, ...selecting.filter((draft) => draft !== order)];
  }

  /** A moment that most siblings have and by which they stand in order. */
  private findOrderColumn(): ColumnDraft | null {
    const { frame } = this;
    if (frame.owner === null || !this.task.engine.looksAtSiblings) return null;
    for (const draft of this.columns) {
      if (draft.class.kind !== 'moment' || this.wishes.mustWait(draft.column.name, frame.owner)) continue;
      const values = this.drafter.numbersOf(draft);
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
      .filter(
        (draft) => draft.class.kind === 'moment' && draft.class.hasDate && !this.drafter.isLinked(draft),
      )
      .map((draft) => ({ draft, operand: { values: this.drafter.numbersOf(draft), isMoment: true } }));
    const operands = moments.map(({ operand }) => operand);
    const last = moments.at(-1)?.draft;
    const found = drafts.filter((draft) => {
      const isMoment = draft.class.kind === 'moment';
      if ((draft.class.kind !== 'number' && !isMoment) || this.drafter.isLinked(draft) || last === undefined)
        return false;
      if (drafts.indexOf(draft) >= drafts.indexOf(last) || this.wishes.isSetAside(draft.column.name))
        return false;
      const others = operands.filter((_, at) => moments[at]!.draft !== draft);
      const values = this.drafter.numbersOf(draft);
      return findFormula({ values, isMoment, entities, minEntities }, others) !== null;
    });
    return new Set(found);
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
}
