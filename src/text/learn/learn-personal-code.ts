import type { CodePosition, CodeSpec, CodeTemplate, PiiKind } from '../text-spec.js';
import { learnCode } from './learn-code.js';
import type { TextSample } from './text-sample.js';

/**
 * Learns numbers and codes that belong to a person (phone, postcode, card, secret): by pattern, in ranges that
 * nobody has where there are such.
 */
export function learnPersonalCode(sample: TextSample, pii: PiiKind): Omit<CodeSpec, 'maxLength' | 'lengths'> {
  const code = learnCode(sample);
  const rewrite = REWRITES[pii] ?? ((template: CodeTemplate) => template);
  const usual = USUAL_TEMPLATES[pii];
  const templates = code.templates.length === 0 && usual !== undefined ? [usual] : code.templates;
  return {
    ...code,
    templates: templates.map(rewrite),
    sequence: null,
    frequent: [],
    check: pii === 'card' ? 'luhn' : pii === 'iban' ? 'iban' : null,
  };
}

/** How such numbers look when nothing could be learned. */
const USUAL_TEMPLATES: Partial<Record<PiiKind, CodeTemplate>> = {
  phone: template('999-555-9999'),
  postcode: template('99999'),
  nationalId: template('999-99-9999'),
  card: template('9999999999999999'),
  iban: template('DE99999999999999999999'),
  mac: { share: 1, positions: [...'xx:xx:xx:xx:xx:xx'].map((c) => (c === 'x' ? { class: 'hexLower' } : c)) },
  secret: { share: 1, positions: Array.from({ length: 40 }, () => ({ class: 'hexLower' })) },
};

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

function isDigit(position: CodePosition): boolean {
  return typeof position === 'string' ? /\d/.test(position) : position.class === 'digit';
}

function template(pattern: string): CodeTemplate {
  return { share: 1, positions: [...pattern].map((c) => (c === '9' ? { class: 'digit' } : c)) };
}
