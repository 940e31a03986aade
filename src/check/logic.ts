import { UNKNOWN, type Condition, type Getter, type Truth } from './semantics.js';

/** NOT, in the three values of SQL and one more: unknown. */
export function negation(condition: Condition): Condition {
  return (row) => {
    const answer = condition(row);
    return typeof answer === 'boolean' ? !answer : answer;
  };
}

/** AND: false where one condition is; else unknown where one is, then NULL. */
export function conjunction(conditions: readonly Condition[]): Condition {
  if (conditions.length === 1) return conditions[0]!;
  return (row) => {
    let answer: Truth = true;
    for (let i = 0; i < conditions.length; i++) {
      const next = conditions[i]!(row);
      if (next === false) return false;
      if (next !== true && answer !== UNKNOWN) answer = next;
    }
    return answer;
  };
}

/** OR: true where one condition is; else unknown where one is, then NULL. */
export function disjunction(conditions: readonly Condition[]): Condition {
  if (conditions.length === 1) return conditions[0]!;
  return (row) => {
    let answer: Truth = false;
    for (let i = 0; i < conditions.length; i++) {
      const next = conditions[i]!(row);
      if (next === true) return true;
      if (next !== false && answer !== UNKNOWN) answer = next;
    }
    return answer;
  };
}

/** XOR: tells nothing without both sides. */
export function exclusion(left: Condition, right: Condition): Condition {
  return (row) => {
    const one = left(row);
    const other = right(row);
    if (one === UNKNOWN || other === UNKNOWN) return UNKNOWN;
    if (one === null || other === null) return null;
    return one !== other;
  };
}

/** A condition as a value: 1 and 0. */
export function asValue(condition: Condition): Getter {
  return (row) => {
    const answer = condition(row);
    if (answer === true) return 1;
    return answer === false ? 0 : answer;
  };
}
