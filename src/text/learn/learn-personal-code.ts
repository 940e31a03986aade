import type { CodePosition, CodeSpec, CodeTemplate, PiiKind } from '../text-spec.js';
import { learnCode } from './learn-code.js';
import type { TextSample } from './text-sample.js';

/**
 * Learns numbers and codes that belong to a person (phone, postcode, card, secret): by pattern, in ranges that
 * nobody has where there are such.
 */
export function learnPersonalCode(sample: TextSample, pii: PiiKind): Omit<CodeSpec, 'maxLength' | 'lengths'> {
  const isNumber = ALL_DIGITS.includes(pii);
  const code = learnCode(sample, !isNumber);
  const rewrite = REWRITES[pii] ?? ((unchanged: CodeTemplate) => unchanged);
  const known = new Set(code.templates.map(widthOf));
  const usual = (USUAL_TEMPLATES[pii] ?? []).filter((template) => !known.has(widthOf(template)));
  const templates = isNumber || code.templates.length === 0 ? [...code.templates, ...usual] : code.templates;
  return {
    ...code,
    templates: templates.map((template) => rewrite(toDigits(template, isNumber))),
    profile: MOSTLY_DIGITS.includes(pii) ? ['digit'] : code.profile.length > 0 ? code.profile : ['alnum'],
    sequence: null,
    frequent: [],
    check: pii === 'card' ? 'luhn' : pii === 'iban' ? 'iban' : null,
  };
}

/** How such numbers look where nothing could be learned. */
const USUAL_TEMPLATES: Partial<Record<PiiKind, readonly CodeTemplate[]>> = {
  phone: [
    '999-9999',
    '99-999999',
    '9999999999',
    '999 999 999',
    '999-999-9999',
    '(99) 999-9999',
    '(999) 999-9999',
    '+99 999 999 999',
    '+99 999 999 9999',
    '+1 (999) 999-9999',
    '+99 (99) 9999-9999',
  ].map(templateOf),
  nationalId: [templateOf('999-99-9999')],
  card: [templateOf('9999999999999999')],
  iban: [templateOf('DE99999999999999999999')],
  mac: [
    { share: 1, positions: [...'xx:xx:xx:xx:xx:xx'].map((c) => (c === 'x' ? { class: 'hexLower' } : c)) },
  ],
};

/** Personal numbers of digits and what stands between them, even where the source mixes other things in. */
const ALL_DIGITS: readonly PiiKind[] = ['phone', 'card'];
const MOSTLY_DIGITS: readonly PiiKind[] = ['phone', 'card', 'nationalId', 'iban', 'postcode'];

const REWRITES: Partial<Record<PiiKind, (template: CodeTemplate) => CodeTemplate>> = {
  // 555 is no exchange of the North American plan; other plans have no range for all.
  phone: (phone) =>
    setDigits(phone, (digits) => (digits === 10 || digits === 11 ? [digits - 7, '555'] : null)),
  // Social security numbers never begin with 9.
  nationalId: (id) => setDigits(id, (digits) => (digits === 9 ? [0, '9'] : null)),
  // 400000 is a range of test cards.
  card: (card) => setDigits(card, () => [0, '400000']),
};

/** Replaces some of a template's digits, counted without what stands between them. */
function setDigits(
  { share, positions }: CodeTemplate,
  choose: (digits: number) => [at: number, digits: string] | null,
): CodeTemplate {
  const places = positions.flatMap((position, i) => (isDigit(position) ? [i] : []));
  const chosen = choose(places.length);
  if (chosen === null) return { share, positions };
  const changed = [...positions];
  [...chosen[1]].forEach((digit, i) => {
    const place = places[chosen[0] + i];
    if (place !== undefined) changed[place] = digit;
  });
  return { share, positions: changed };
}

function widthOf({ positions }: CodeTemplate): number {
  return positions.reduce(
    (sum, position) => sum + (typeof position === 'object' && 'from' in position ? position.digits : 1),
    0,
  );
}

function isDigit(position: CodePosition): boolean {
  return typeof position === 'string'
    ? /\d/.test(position)
    : 'class' in position && position.class === 'digit';
}

/**
 * Spells out numbers digit by digit: the range of a number is no one's business here.
 * @param isNumber classes of letters, which come from mixed patterns, become digits, too
 */
function toDigits({ share, positions }: CodeTemplate, isNumber: boolean): CodeTemplate {
  return {
    share,
    positions: positions.flatMap((position): CodePosition[] => {
      if (typeof position === 'string') return [position];
      if ('from' in position) return Array.from({ length: position.digits }, () => ({ class: 'digit' }));
      return [isNumber && position.class !== 'digit' ? { class: 'digit' } : position];
    }),
  };
}

function templateOf(pattern: string): CodeTemplate {
  return { share: 1, positions: [...pattern].map((c) => (c === '9' ? { class: 'digit' } : c)) };
}
