import type { Variable } from '../model/model.js';
import { rangeOf } from '../model/scale.js';
import type { Violation } from './row-guard.js';
import type { SampledTable } from './sampled-table.js';

/**
 * Makes the function that finds numbers worked out from others of the row which lie where no learned number does: goals
 * below zero, a stay of twenty years. What they are worked out from does not go together, and is to be drawn anew.
 * @returns the columns to draw anew, null where all is well; null instead of a function when there is nothing to look at
 */
export function compileRangeCheck({
  model: { variables },
  values,
}: SampledTable): ((row: number) => Violation | null) | null {
  const watched = variables.flatMap((variable, index) => {
    const { scale, draw } = variable;
    if (scale.kind !== 'number' || draw.kind !== 'formula') return [];
    const columns = drawnOperands(variable, variables);
    if (columns.length === 0) return [];
    const [least, most] = rangeOf(scale);
    return [{ values: values[index]!, least, most, violation: { columns, isKey: false } }];
  });
  if (watched.length === 0) return null;
  return (row) => {
    for (const { values, least, most, violation } of watched)
      if (values[row]! < least || values[row]! > most) return violation;
    return null;
  };
}

/** Columns of the row that a number is worked out from, and that are drawn themselves. */
function drawnOperands({ draw }: Variable, variables: readonly Variable[]): string[] {
  if (draw.kind !== 'formula') return [];
  return draw.operands.flatMap((operand) => {
    if (operand.from !== 'own') return [];
    const variable = variables[operand.variable]!;
    return variable.draw.kind === 'formula' ? drawnOperands(variable, variables) : [variable.of];
  });
}
