/** Texts of ASCII, which every encoding has. */
const PLAIN = /^[\0-\x7f]*$/;

/** Letters that are no base letter with a mark. */
const NEAREST: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    a: 'æ',
    A: 'Æ',
    d: 'đð',
    D: 'ĐÐ',
    h: 'ħ',
    H: 'Ħ',
    i: 'ı',
    l: 'ł',
    L: 'Ł',
    o: 'øœ',
    O: 'ØŒ',
    s: 'ß',
    t: 'ŧþ',
    T: 'ŦÞ',
    "'": '‘’‚′',
    '"': '“”„″',
    '-': '‐‑‒–—−',
    ' ': '\u00a0\u2009\u202f',
  }).flatMap(([nearest, letters]) => [...letters].map((letter) => [letter, nearest])),
);

/**
 * Makes a function that writes texts with the characters of an encoding only: letters lose their marks where it lacks
 * them, what has no likeness becomes a question mark. A text does not become longer.
 * @param encoding as `Column.encoding` names it
 */
export function spellIn(encoding: string): (text: string) => string {
  const has = charactersOf(encoding);
  const spell = (character: string): string => {
    if (has(character)) return character;
    const base = NEAREST[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '');
    return base !== '' && [...base].every(has) && base.length <= character.length ? base : '?';
  };
  return (text) => (PLAIN.test(text) ? text : Array.from(text, spell).join(''));
}

function charactersOf(encoding: string): (character: string) => boolean {
  if (encoding === 'ascii') return (character) => character <= '\x7f';
  if (encoding === 'latin1') return (character) => character <= '\xff';
  if (encoding === 'bmp') return (character) => character.length === 1;
  // Node's decoder of it is that of latin1: https://github.com/nodejs/node/issues/56542
  if (encoding === 'windows-1252')
    return (character) => character <= '\x7f' || /^[\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/.test(character);
  const decoder = new TextDecoder(encoding);
  const characters = new Set(decoder.decode(Uint8Array.from({ length: 256 }, (_, byte) => byte)));
  characters.delete('\ufffd');
  return (character) => characters.has(character);
}
