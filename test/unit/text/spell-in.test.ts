import { describe, expect, it } from 'vitest';
import { spellIn } from '../../../src/text/spell-in.js';

describe('spelling a text in an encoding', () => {
  it.each([
    ['windows-1252', 'Şahin & Müller – “Łódź” €5', 'Sahin & Müller – “Lódz” €5'],
    ['latin1', 'Şahin & Müller – “Łódź” €5', 'Sahin & Müller - "Lódz" ?5'],
    ['ascii', 'Ærø Straße, Ångström', 'Aro Strase, Angstrom'],
    ['windows-1251', 'Москва, Besançon', 'Москва, Besancon'],
    ['bmp', 'Şahin 🙂 東京', 'Şahin ? 東京'],
  ])('writes what %s lacks by what is nearest', (encoding, text, spelled) => {
    expect(spellIn(encoding)(text)).toBe(spelled);
  });

  it.each(['ibm866', 'iso-8859-2', 'koi8-u', 'windows-874', 'windows-1258'])('knows %s', (encoding) => {
    expect(spellIn(encoding)('abc')).toBe('abc');
    expect(spellIn(encoding)('🙂')).toBe('?');
  });
});
