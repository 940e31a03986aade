/** Code points of a text. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) count--;
  }
  return count;
}

/** Changes case character by character, as databases do: no letter becomes two. */
export function changeCase(text: string, to: 'lower' | 'upper'): string {
  const change = (part: string): string => (to === 'lower' ? part.toLowerCase() : part.toUpperCase());
  const whole = change(text);
  if (whole.length === text.length) return whole;
  return [...text]
    .map((letter) => (change(letter).length === letter.length ? change(letter) : letter))
    .join('');
}

/** Cuts the given characters off the ends of a text. */
export function trimCharacters(text: string, unwanted: string, atStart: boolean, atEnd: boolean): string {
  const characters = [...text];
  const set = new Set(unwanted);
  let start = 0;
  let end = characters.length;
  while (atStart && start < end && set.has(characters[start]!)) start++;
  while (atEnd && end > start && set.has(characters[end - 1]!)) end--;
  return characters.slice(start, end).join('');
}

/**
 * Orders two texts if every collation orders them alike, NaN if not: digits and letters of one case, or texts of
 * one shape that differ in digits alone (dates, codes).
 */
export function orderInAnyLocale(left: string, right: string): number {
  if (left === right) return 0;
  const areSimple = /^[0-9a-z]*$/.test(left) && /^[0-9a-z]*$/.test(right);
  const areCapital = /^[0-9A-Z]*$/.test(left) && /^[0-9A-Z]*$/.test(right);
  if (!areSimple && !areCapital && left.replace(/\d/g, '0') !== right.replace(/\d/g, '0')) return NaN;
  return left < right ? -1 : 1;
}
