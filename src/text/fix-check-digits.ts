/**
 * Sets the check digits of a code so that the usual test accepts it.
 * @param check `luhn`: the last digit (ISO/IEC 7812-1, Annex B); `iban`: the first two digits (ISO 13616, mod 97)
 */
export function fixCheckDigits(text: string, check: 'luhn' | 'iban'): string {
  return check === 'luhn' ? fixLuhn(text) : fixIban(text);
}

/** Whether the sum of all digits, every second one from the right doubled, is a multiple of ten. */
export function passesLuhn(text: string): boolean {
  return luhnSum(text) % 10 === 0;
}

/** Whether a text is an IBAN with the right check digits. */
export function passesIban(text: string): boolean {
  const plain = text.replace(/ /g, '').toUpperCase();
  return /^[A-Z]{2}\d\d[A-Z0-9]{10,30}$/.test(plain) && mod97(plain.slice(4) + plain.slice(0, 4)) === 1;
}

function luhnSum(text: string): number {
  let sum = 0;
  let isDoubled = false;
  for (let i = text.length - 1; i >= 0; i--) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) continue;
    sum += isDoubled ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit;
    isDoubled = !isDoubled;
  }
  return sum;
}

function fixLuhn(text: string): string {
  const last = text.search(/\d\D*$/);
  if (last < 0) return text;
  const zeroed = `${text.slice(0, last)}0${text.slice(last + 1)}`;
  return `${text.slice(0, last)}${(10 - (luhnSum(zeroed) % 10)) % 10}${text.slice(last + 1)}`;
}

function fixIban(text: string): string {
  const places = [...text.matchAll(/\d/g)].slice(0, 2).map((match) => match.index);
  if (places.length < 2) return text;
  const characters = [...text];
  for (const place of places) characters[place] = '0';
  const plain = characters
    .join('')
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase();
  const digits = String(98 - mod97(plain.slice(4) + plain.slice(0, 4))).padStart(2, '0');
  characters[places[0]!] = digits[0]!;
  characters[places[1]!] = digits[1]!;
  return characters.join('');
}

function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    rest = code >= 65 ? (rest * 100 + code - 55) % 97 : (rest * 10 + code - 48) % 97;
  }
  return rest;
}
