import type { LoadOrder } from '../../graph/find-load-order.js';
import { spannedColumns } from '../../introspect/spanned-columns.js';
import { linkedColumns } from '../../graph/linked-columns.js';
import { selectorColumns } from '../../graph/selector-columns.js';
import type { Catalog, Table } from '../../introspect/catalog.js';
import { parseRule } from './parse-rule.js';
import { ruleError } from './rule-error.js';
import { RuleNames } from './rule-names.js';
import type { AskedRule, RuleWishes, TableRules } from './table-rules.js';

/**
 * Finds what the rules of the config mean in a catalog.
 * @returns rules by table id, those of tables of which nothing was said left out
 * @throws {DbsynthError} E_RULE for a form that cannot be kept, a column that cannot be made, rules that need one
 *   another; E_UNKNOWN_TABLE
 */
export function resolveRules(
  catalog: Catalog,
  loadOrder: LoadOrder,
  wishes: RuleWishes,
): Map<string, TableRules> {
  const names = new RuleNames(catalog, loadOrder);
  const found = new Map<string, { refused: Set<string>; added: AskedRule[] }>();
  const rulesOf = (table: Table): { refused: Set<string>; added: AskedRule[] } => {
    const known = found.get(table.id) ?? { refused: new Set(), added: [] };
    found.set(table.id, known);
    return known;
  };
  for (const text of wishes.refuse) {
    const { table, column } = refusedColumn(text, names);
    rulesOf(table).refused.add(column);
  }
  for (const text of wishes.add) {
    const { table, rule } = parseRule(text, catalog.dialect, names);
    refuseUnmakeable(rule, table, catalog, loadOrder);
    const { added } = rulesOf(table);
    refuseContradiction(rule, added);
    added.push(rule);
    refuseRing(rule, added);
  }
  return found;
}

function refusedColumn(text: string, names: RuleNames): { table: Table; column: string } {
  const at = text.lastIndexOf('.');
  if (at < 1)
    throw ruleError(text, 'what is refused is a column', 'write table.column, as `dbsynth inspect` lists it');
  const table = names.tableOf(text, text.slice(0, at));
  return { table, column: names.columnOf(text, table, text.slice(at + 1)) };
}

/** Columns that something else decides. */
function refuseUnmakeable(rule: AskedRule, table: Table, catalog: Catalog, loadOrder: LoadOrder): void {
  const { text, column } = rule;
  const late = loadOrder.late.filter((key) => key.table === table.id);
  const isGenerated = table.columns.find(({ name }) => name === column)!.generated !== false;
  const isKey =
    table.uniques.some(({ columns }) => columns.includes(column)) ||
    catalog.tables.some(({ foreignKeys }) =>
      foreignKeys.some((key) => key.parent === table.id && key.parentColumns.includes(column)),
    ) ||
    (table.exclusions ?? []).some(({ columns, span }) =>
      [...columns, ...spannedColumns(span)].includes(column),
    );
  const reason = isGenerated
    ? 'is computed by the database'
    : linkedColumns(table, late).has(column) || selectorColumns(table).has(column)
      ? 'belongs to a foreign key'
      : isKey
        ? 'belongs to a key'
        : null;
  if (reason !== null)
    throw ruleError(text, `column "${column}" ${reason}`, 'leave the rule out, or make another column of it');
}

function refuseContradiction({ text, column, kind }: AskedRule, added: readonly AskedRule[]): void {
  const other = added.find(
    (rule) => rule.column === column && (rule.kind === 'formula' || kind === 'formula'),
  );
  if (other !== undefined)
    throw ruleError(text, `column "${column}" is made by "${other.text}" already`, 'leave one of them out');
}

/** Columns of a row are drawn one after the other, so none may wait for itself. */
function refuseRing(rule: AskedRule, added: readonly AskedRule[]): void {
  const waiting = [rule.column];
  const seen = new Set<string>();
  while (waiting.length > 0) {
    const needed = added
      .filter(({ column }) => column === waiting[0])
      .flatMap(neededColumns)
      .filter((column) => !seen.has(column));
    waiting.shift();
    if (needed.includes(rule.column))
      throw ruleError(
        rule.text,
        `column "${rule.column}" would be made of itself`,
        'leave out one of the rules that need one another',
      );
    for (const column of needed) seen.add(column);
    waiting.push(...needed);
  }
}

/** The columns of the row itself that a rule needs. */
export function neededColumns(rule: AskedRule): string[] {
  const all = rule.kind === 'formula' ? rule.operands : [rule.other];
  return all.flatMap(({ column, keys, isPrevious }) => (keys.length > 0 || isPrevious ? [] : [column]));
}
