import type { Expression } from '../check/expression.js';
import type { ExpressionScope } from './expression-scope.js';
import { functionMeaning } from './function-meaning.js';
import { literalText } from './literal-text.js';
import { sayable, Unsayable } from './unsayable.js';

/** Writes the operands of a call. */
export interface OperandWriter {
  readonly scope: ExpressionScope;
  value(node: Expression): string;
  /** Of operands that are compared with one another. */
  alike(nodes: readonly Expression[]): string[];
}

/** What the clock is asked for. */
type Part = 'timestamp' | 'date' | 'time';

/**
 * Writes a call by what the function means.
 * @throws {Unsayable} when the target has nothing that means the same
 */
export function writeCall(name: string, args: readonly Expression[], writer: OperandWriter): string {
  const { scope } = writer;
  const { words } = scope.product;
  const meaning = functionMeaning(name, scope.dialect);
  switch (meaning) {
    case null:
      return writeClock(name, args, scope);
    case 'now':
    case 'now_date':
    case 'now_time':
      return writeNow(meaning === 'now' ? 'timestamp' : meaning === 'now_date' ? 'date' : 'time', scope);
    case 'uuid':
      if (!scope.isDefault) throw new Unsayable();
      return sayable(words.uuid());
    case 'if':
      if (args.length < 2 || args.length > 3) throw new Unsayable();
      return writer.value({
        kind: 'case',
        base: null,
        branches: [{ when: args[0]!, then: args[1]! }],
        otherwise: args[2] ?? null,
      });
    case 'concat':
      return args.map((arg) => writer.value(arg)).reduce((left, right) => words.concat(left, right));
    case 'count_values':
    case 'count_nulls': {
      const not = meaning === 'count_values' ? 'NOT ' : '';
      return `(${args.map((arg) => `CASE WHEN ${writer.value(arg)} IS ${not}NULL THEN 1 ELSE 0 END`).join(' + ')})`;
    }
    case 'extract': {
      const field = args[0] === undefined ? null : literalText(args[0]);
      if (field === null || !['year', 'month', 'day'].includes(field) || args.length !== 2)
        throw new Unsayable();
      return sayable(words.call(field, [writer.value(args[1]!)]));
    }
    case 'greatest':
    case 'least':
      if (args.length < 2) throw new Unsayable();
      return sayable(words.call(meaning, writer.alike(args)));
    case 'coalesce':
    case 'nullif':
      return sayable(words.call(meaning, writer.alike(args)));
    default:
      return sayable(
        words.call(
          meaning,
          args.map((arg) => writer.value(arg)),
        ),
      );
  }
}

const CLOCKS: Readonly<Record<string, Part>> = { datetime: 'timestamp', date: 'date', time: 'time' };

/** SQLite's datetime('now') and its kin. */
function writeClock(name: string, args: readonly Expression[], scope: ExpressionScope): string {
  const part = CLOCKS[name];
  if (scope.dialect !== 'sqlite' || part === undefined) throw new Unsayable();
  if (args.length === 0 || (args.length === 1 && literalText(args[0]!) === 'now'))
    return writeNow(part, scope);
  throw new Unsayable();
}

function writeNow(part: Part, scope: ExpressionScope): string {
  if (!scope.isDefault) throw new Unsayable();
  return scope.product.words.now(part);
}
