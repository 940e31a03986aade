import { comparison } from './comparison.js';
import { UNKNOWN, type Semantics, type Typed } from './semantics.js';

/** COALESCE: the first value that is there. */
export function coalesce<T>(args: readonly Typed<T>[], semantics: Semantics<T>): Typed<T> {
  const { type, getters } = semantics.unify(args);
  return {
    type,
    get: (row) => {
      for (const get of getters) {
        const value = get(row);
        if (value !== null) return value;
      }
      return null;
    },
  };
}

/** NULLIF: a value, but NULL for an unwanted one. */
export function nullIf<T>(value: Typed<T>, unwanted: Typed<T>, semantics: Semantics<T>): Typed<T> {
  const same = comparison('=', semantics.comparable(value, unwanted));
  return {
    type: value.type,
    get: (row) => {
      const answer = same(row);
      if (answer === UNKNOWN) return UNKNOWN;
      return answer === true ? null : value.get(row);
    },
  };
}

/** PostgreSQL's num_nulls and num_nonnulls. */
export function countNulls<T>(args: readonly Typed<T>[], nulls: boolean, semantics: Semantics<T>): Typed<T> {
  const { type } = semantics.literal({ kind: 'literal', form: 'integer', value: 1 });
  return {
    type,
    get: (row) => {
      let count = 0;
      for (const { get } of args) {
        const value = get(row);
        if (value === UNKNOWN) return UNKNOWN;
        if ((value === null) === nulls) count++;
      }
      return count;
    },
  };
}
