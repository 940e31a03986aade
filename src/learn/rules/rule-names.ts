import type { LoadOrder } from '../../graph/find-load-order.js';
import type { Catalog, Table } from '../../introspect/catalog.js';
import { matchTable } from '../../introspect/match-tables.js';
import { ruleError, unknownColumn } from './rule-error.js';
import type { RuleColumn } from './table-rules.js';

/** Rules reach at most so many foreign keys upwards. */
const MOST_STEPS = 3;

/** A name in a rule: `column`, `table.column`, or `foreign_key.column` where a table is referred to twice. */
export interface RuleName {
  readonly table: string | null;
  readonly column: string;
  readonly isPrevious: boolean;
}

/** Finds the tables and columns that the names of a rule mean. */
export class RuleNames {
  constructor(
    private readonly catalog: Catalog,
    private readonly loadOrder: LoadOrder,
  ) {}

  /** @throws {DbsynthError} E_UNKNOWN_TABLE */
  tableOf(text: string, name: string): Table {
    return matchTable(this.catalog, name, `the rule "${text}"`);
  }

  /** @throws {DbsynthError} E_RULE with the nearest names */
  columnOf(text: string, table: Table, name: string): string {
    const lower = name.toLowerCase();
    const found =
      table.columns.find((column) => column.name === name) ??
      table.columns.find((column) => column.name.toLowerCase() === lower);
    if (found === undefined) throw unknownColumn(text, table, name);
    return found.name;
  }

  /** Whether a name means a column of the table itself. */
  isOwn(table: Table, { table: name }: RuleName): boolean {
    const lower = name?.toLowerCase();
    return lower === undefined || lower === table.name.toLowerCase() || lower === table.id.toLowerCase();
  }

  /**
   * Finds a column as seen from a row of a table.
   * @throws {DbsynthError} E_RULE, E_UNKNOWN_TABLE
   */
  locate(text: string, from: Table, name: RuleName): RuleColumn {
    const { table, column, isPrevious } = name;
    if (this.isOwn(from, name)) return { column: this.columnOf(text, from, column), isPrevious, keys: [] };
    if (isPrevious)
      throw ruleError(text, 'previous() looks at the same table', `name a column of "${from.name}" in it`);
    const key = keyNamed(from, table!);
    if (key !== undefined) {
      const parent = this.catalog.tables.find(({ id }) => id === key.parent)!;
      return { column: this.columnOf(text, parent, column), isPrevious, keys: [key.name] };
    }
    const parent = this.tableOf(text, table!);
    return {
      column: this.columnOf(text, parent, column),
      isPrevious,
      keys: this.wayTo(text, from, parent),
    };
  }

  /** Whether rows of a table have one row of another above them. */
  isAbove(from: Table, parent: Table): boolean {
    return this.waysTo(from, parent).length > 0;
  }

  private wayTo(text: string, from: Table, parent: Table): string[] {
    const ways = this.waysTo(from, parent);
    if (ways.length === 1) return ways[0]!;
    if (ways.length === 0)
      throw ruleError(
        text,
        `no foreign key leads from "${from.id}" to "${parent.id}"`,
        'rules look at columns of a row and of the rows that it refers to',
      );
    const firsts = [...new Set(ways.map(([first]) => first!))];
    throw ruleError(
      text,
      `several foreign keys lead from "${from.id}" to "${parent.id}"`,
      `write the foreign key in place of the table: ${firsts.map((name) => `${name}.column`).join(' or ')}`,
    );
  }

  /** The shortest ways upwards, as names of foreign keys. */
  private waysTo(from: Table, parent: Table): string[][] {
    let edge: { keys: string[]; table: Table }[] = [{ keys: [], table: from }];
    for (let length = 1; length <= MOST_STEPS; length++) {
      edge = edge.flatMap(({ keys, table }) =>
        table.foreignKeys
          .filter((key) => key.parent !== table.id && !this.isLate(table, key.name))
          .map((key) => ({
            keys: [...keys, key.name],
            table: this.catalog.tables.find(({ id }) => id === key.parent)!,
          })),
      );
      const ways = edge.filter(({ table }) => table === parent);
      if (ways.length > 0) return ways.map(({ keys }) => keys);
    }
    return [];
  }

  private isLate(table: Table, foreignKey: string): boolean {
    return this.loadOrder.late.some((key) => key.table === table.id && key.foreignKey === foreignKey);
  }
}

/** The foreign key that has this name, or this one column. */
function keyNamed(table: Table, name: string): Table['foreignKeys'][number] | undefined {
  const lower = name.toLowerCase();
  return table.foreignKeys.find(
    ({ name: own, columns, parent }) =>
      parent !== table.id &&
      (own.toLowerCase() === lower || (columns.length === 1 && columns[0]!.toLowerCase() === lower)),
  );
}
