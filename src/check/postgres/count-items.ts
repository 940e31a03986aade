/**
 * Counts the elements of an array as PostgreSQL writes it: `{a,"b,c"}`, `{{1,2},{3,4}}`, `[0:1]={1,2}`.
 * @param depth how many dimensions are looked into: 1 counts the outermost, Infinity all single elements
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function countItems(array: string, depth: number): number {
  let level = 0;
  let count = 0;
  /** Whether anything stands where an element would. */
  let isInside = false;
  for (let at = array.indexOf('{'); at >= 0 && at < array.length; at++) {
    const sign = array[at]!;
    if (sign === '"') {
      for (at++; array[at] !== '"' && at < array.length; at++) if (array[at] === '\\') at++;
      isInside = true;
    } else if (sign === '{') {
      if (level === depth) isInside = true;
      level++;
    } else if (sign === '}' || sign === ',') {
      if (isInside && level <= depth) count++;
      if (level <= depth) isInside = false;
      if (sign === '}') level--;
    } else if (sign.trim() !== '') isInside = true;
  }
  return count;
}
