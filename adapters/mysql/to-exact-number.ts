/** Digits that a double keeps of any decimal; it keeps one or two more of most. */
const EXACT_DIGITS = 15;

/**
 * Makes a number of a decimal's text if that loses no digit, so that the number, written with as many decimals, is
 * the same text again; else an integer becomes a bigint, and any other decimal stays text.
 */
export function toExactNumber(text: string): number | bigint | string {
  if (text.length <= EXACT_DIGITS) return Number(text);
  const number = Number(text);
  const isWhole = !text.includes('.') || /\.0*$/.test(text);
  if (isWhole) {
    if (Number.isSafeInteger(number)) return number;
    const integer = BigInt(text.replace(/\..*$/, ''));
    return BigInt.asIntN(64, integer) === integer ? integer : text;
  }
  const digits = text.replace(/^-?0*\.?0*|\./g, '').replace(/0+$/, '');
  return digits.length <= EXACT_DIGITS || String(number) === text.replace(/0+$/, '') ? number : text;
}
