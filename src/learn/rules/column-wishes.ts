import type { DbsynthError } from '../../errors.js';
import type { ForeignKey, Table } from '../../introspect/catalog.js';
import type { ColumnModel } from '../../model/model.js';
import { neededColumns } from './resolve-rules.js';
import { ruleError } from './rule-error.js';
import type { AskedFormula, RuleColumn, TableRules } from './table-rules.js';

/** What a user said of the columns of one table. */
export class ColumnWishes {
  constructor(private readonly rules: TableRules) {}

  of(column: string): ColumnModel['wish'] {
    if (this.rules.added.some((rule) => rule.column === column)) return 'added';
    return this.rules.refused.has(column) ? 'refused' : undefined;
  }

  /** Whether rules that are found for a column do not count. */
  isSetAside(column: string): boolean {
    return this.of(column) !== undefined;
  }

  formulaOf(column: string): AskedFormula | null {
    const found = this.rules.added.find((rule) => rule.kind === 'formula' && rule.column === column);
    return found?.kind === 'formula' ? found : null;
  }

  hasOrder(column: string): boolean {
    return this.rules.added.some((rule) => rule.kind === 'order' && rule.column === column);
  }

  /** The column that an added rule says is repeated as it is. */
  copied(column: string): RuleColumn | null {
    const asked = this.formulaOf(column);
    if (asked?.form.op !== 'sum' || asked.rounding !== null) return null;
    const [factor, ...rest] = asked.form.factors;
    return factor === 1 && rest.length === 0 && !asked.operands[0]!.isPrevious ? asked.operands[0]! : null;
  }

  /** Whether a column cannot be the first of its row: it needs others, or the row's references. */
  mustWait(column: string, owner: ForeignKey | null): boolean {
    return this.rules.added
      .filter((rule) => rule.column === column)
      .flatMap((rule) => (rule.kind === 'formula' ? rule.operands : [rule.other]))
      .some(({ keys, isPrevious }) => !isPrevious && keys[0] !== owner?.name);
  }

  /** Puts columns behind those that they are made of; else they stay in order. */
  sort<T>(drafts: readonly T[], nameOf: (draft: T) => string): T[] {
    const byName = new Map(drafts.map((draft) => [nameOf(draft), draft]));
    const sorted = new Set<T>();
    const place = (draft: T): void => {
      const rules = this.rules.added.filter(({ column }) => column === nameOf(draft));
      for (const name of rules.flatMap(neededColumns)) {
        const needed = byName.get(name);
        if (needed !== undefined && !sorted.has(needed)) place(needed);
      }
      sorted.add(draft);
    };
    for (const draft of drafts) place(draft);
    return [...sorted];
  }

  /**
   * No rule can be added to a table whose rows are not drawn.
   * @throws {DbsynthError} E_RULE when one was
   */
  refuseAll({ id }: Table, isLearned: boolean): void {
    const [rule] = this.rules.added;
    if (rule === undefined) return;
    const why = isLearned ? 'go to the copy as they are' : 'are too few to learn from';
    throw ruleError(rule.text, `the rows of "${id}" ${why}`, 'leave the rule out');
  }

  /** An added rule is to make a column that is no number or moment. */
  unmeasured(column: string, why: string): DbsynthError {
    const { text } = this.rules.added.find((rule) => rule.column === column)!;
    return ruleError(
      text,
      `column "${column}" is not drawn as a number or moment (${why})`,
      'leave the rule out: only numbers, moments and copies of columns of the same type are made by rules',
    );
  }
}
