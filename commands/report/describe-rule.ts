import type { Table } from '../../src/introspect/catalog.js';
import type {
  Base,
  Bound,
  ColumnModel,
  Draw,
  Model,
  Path,
  TableModel,
  TotalOf,
  Variable,
} from '../../src/model/model.js';
import type { FactorForm, Formula } from '../../src/model/work-out.js';
import type { TextTemplate } from '../../src/text/fill-template.js';

/** Microseconds in the units that spans of time are told in. */
const SPANS: readonly (readonly [number, string])[] = [
  [86_400_000_000, 'days'],
  [3_600_000_000, 'hours'],
  [60_000_000, 'minutes'],
  [1_000_000, 'seconds'],
  [1000, 'milliseconds'],
];

/** Puts the rules that a model keeps by construction into words: how a column follows from others. */
export class RuleDescriber {
  private readonly tables: ReadonlyMap<string, Table>;
  private readonly learned: ReadonlyMap<string, TableModel>;

  constructor(model: Model) {
    this.tables = new Map(model.catalog.tables.map((table) => [table.id, table]));
    this.learned = new Map(model.tables.map((table) => [table.id, table]));
  }

  /**
   * @param column of the table `id`
   * @returns null when its values are drawn
   */
  describe(id: string, column: ColumnModel): string | null {
    const table = this.learned.get(id)!;
    if (column.ordinal !== null) return 'counts the rows of its family';
    if (column.copyOf !== null) return `= ${this.tableAt(id, column.copyOf.path)}.${column.copyOf.column}`;
    if (column.template !== null) return `= ${column.template.ways.map(writeTemplate).join(' or ')}`;
    if (column.totalOf !== undefined) return writeTotal(column.totalOf);
    const variable = column.variable === null ? undefined : table.variables[column.variable];
    if (variable === undefined) return null;
    return this.describeVariable(id, variable);
  }

  private describeVariable(id: string, variable: Variable): string | null {
    const { draw, determined, bounds } = variable;
    if (draw.kind === 'formula') return `= ${this.writeFormula(id, draw.formula, draw.operands)}`;
    if (bounds !== undefined) return bounds.map((bound) => this.writeBound(id, bound)).join(' and ');
    if (determined === null) return this.describeOrder(id, draw);
    const { feature } = determined;
    return feature.from === 'own' || feature.from === 'parent' ? `told by ${this.nameOf(id, feature)}` : null;
  }

  private describeOrder(id: string, draw: Draw): string | null {
    const isOrder = draw.kind === 'difference' && draw.keepsOrder && draw.base.from !== 'previous';
    return isOrder ? this.writeBound(id, { base: draw.base, side: 'least', isStrict: false }) : null;
  }

  /** The table of which a row and the row that a foreign key leads to have the same row; null when none is known. */
  findAncestor(id: string, foreignKey: string): string | null {
    const reference = this.learned
      .get(id)
      ?.references.find((candidate) => candidate.foreignKey === foreignKey);
    return reference?.kin === undefined ? null : this.tableAt(id, reference.kin.path);
  }

  private writeBound(id: string, { base, side, isStrict }: Bound): string {
    return `${side === 'least' ? '>' : '<'}${isStrict ? '' : '='} ${this.nameOf(id, base)}`;
  }

  private writeFormula(id: string, formula: Formula, operands: readonly Base[]): string {
    const names = operands.map((base) => this.nameOf(id, base));
    switch (formula.op) {
      case 'sum':
        return writeSum(formula.factors, names);
      case 'product':
        return writeProduct(formula.factor ?? 1, formula.forms, names);
      case 'part':
        return `${formula.part}(${names[0]!})`;
    }
  }

  private nameOf(id: string, base: Base): string {
    if (base.from === 'parent') {
      const parent = this.tableAt(id, base.path);
      return nameVariable(this.learned.get(parent)!.variables[base.variable]!, `${parent}.`);
    }
    const name = nameVariable(this.learned.get(id)!.variables[base.variable]!, '');
    return base.from === 'previous' ? `previous(${name})` : name;
  }

  private tableAt(id: string, path: Path): string {
    let at = id;
    for (const step of path) {
      const { owner, references } = this.learned.get(at)!;
      const name = step === null ? owner!.foreignKey : references[step]!.foreignKey;
      at = this.tables.get(at)!.foreignKeys.find((key) => key.name === name)!.parent;
    }
    return at;
  }
}

function nameVariable({ role, of }: Variable, prefix: string): string {
  if (role === 'count') return `number of ${of}`;
  return role === 'reference' ? `row of ${prefix}${of}` : prefix + of;
}

function writeSum(factors: readonly number[], names: readonly string[]): string {
  const span = SPANS.find(([micros]) => factors.some((factor) => isMultiple(Math.abs(factor), micros)));
  const terms = factors
    .map((factor, i) => {
      const size = Math.abs(factor);
      const isSpan = span !== undefined && isMultiple(size, span[0]);
      return { isMinus: factor < 0, text: size === 1 || isSpan ? names[i]! : `${size} * ${names[i]!}` };
    })
    .sort((a, b) => Number(a.isMinus) - Number(b.isMinus));
  const text = terms.map(({ isMinus, text: term }, i) => signOf(isMinus, i) + term).join('');
  return span === undefined ? text : `${text}, in ${span[1]}`;
}

function writeProduct(factor: number, forms: readonly FactorForm[], names: readonly string[]): string {
  const terms = forms.map((form, i) => (form === 'complement' ? `(1 - ${names[i]!})` : names[i]!));
  const above = terms.filter((_, i) => forms[i] !== 'inverse');
  if (factor !== 1 || above.length === 0) above.unshift(String(factor));
  return [above.join(' * '), ...terms.filter((_, i) => forms[i] === 'inverse')].join(' / ');
}

function writeTotal({ table, columns }: TotalOf): string {
  if (columns.length === 0) return `= count(${table})`;
  return `= sum(${columns.map((column) => `${table}.${column}`).join(' * ')})`;
}

function isMultiple(size: number, micros: number): boolean {
  return size === micros || Math.abs(size * micros - 1) < 1e-9;
}

function signOf(isMinus: boolean, at: number): string {
  if (at === 0) return isMinus ? '-' : '';
  return isMinus ? ' - ' : ' + ';
}

function writeTemplate(template: TextTemplate): string {
  return template
    .map((part) =>
      typeof part === 'string'
        ? JSON.stringify(part)
        : part.form === 'plain'
          ? part.column
          : `${part.form}(${part.column})`,
    )
    .join(' + ');
}
