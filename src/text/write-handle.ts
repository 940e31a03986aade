import type { Draw } from '../random/draw.js';
import { fillFrame } from './frame.js';
import { domainSlots, SHORTEST_DOMAIN } from './frames/handle-frames.js';
import { applyLetterCase } from './lettering.js';
import type { RowNames } from './text-generator.js';
import type { EmailSpec, FullNameSpec, LocalPattern, UserNameSpec } from './text-spec.js';

const USUAL_DOMAIN = 11;

/**
 * Builds a user name or an e-mail address from the names of its row, the way the source does.
 * @param length wanted; the domain makes up for what the names leave
 * @param most longest text allowed
 * @param suffix digits that make it the only one, or ''
 * @returns null when the row has no names to build from
 */
export function writeHandle(
  spec: EmailSpec | UserNameSpec,
  names: RowNames,
  length: number,
  most: number,
  suffix: string,
  draw: Draw,
): string | null {
  const [first, last] = plainNames(names);
  if (first === '' && last === '') return null;
  const local = applyLetterCase(joinNames(choosePattern(spec, draw), first, last), spec.letterCase) + suffix;
  if (spec.kind === 'userName')
    return local.length <= most ? local : local.slice(0, most - suffix.length) + suffix;
  const usual = spec.domainLengths[0]?.[0] ?? USUAL_DOMAIN;
  const wanted = spec.oneDomain ? usual : length - local.length - 1;
  const domainLength = Math.max(SHORTEST_DOMAIN, Math.min(wanted, 40));
  const room = most - domainLength - 1;
  const kept = local.length <= room ? local : local.slice(0, Math.max(1, room - suffix.length)) + suffix;
  return `${kept}@${fillFrame({ slots: domainSlots(domainLength, spec.oneDomain), weight: 1 }, draw)}`;
}

/** The full name of a row whose first and last name are known; null else. */
export function joinFullName(spec: FullNameSpec, names: RowNames | undefined): string | null {
  const { firstName, lastName } = names ?? {};
  if (!firstName || !lastName) return null;
  const joined = spec.lastFirst ? `${lastName}, ${firstName}` : `${firstName} ${lastName}`;
  return spec.letterCase === 'upper' || spec.letterCase === 'lower'
    ? applyLetterCase(joined, spec.letterCase)
    : joined;
}

/** First and last name in plain letters, each '' when unknown. */
export function plainNames({ firstName, lastName, fullName }: RowNames): [string, string] {
  const words = (fullName ?? '').split(/\s+/);
  const comesLast = (fullName ?? '').includes(',');
  const first = firstName ?? (comesLast ? words[1] : words[0]) ?? '';
  const last = lastName ?? (comesLast ? words[0] : words.length > 1 ? words.at(-1) : '') ?? '';
  return [plainLetters(first), plainLetters(last)];
}

/** A name in the letters a to z: 'Müller-Lüdenscheidt' becomes 'mullerludenscheidt'. */
export function plainLetters(name: string): string {
  // Most names need no more.
  if (/^[A-Za-z]*$/.test(name)) return name.toLowerCase();
  return name
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[øö]/g, 'o')
    .replace(/ł/g, 'l')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

/** Puts names together; a pattern that needs a missing name falls back to the other one. */
export function joinNames(pattern: LocalPattern, first: string, last: string): string {
  if (first === '' || last === '') return first + last;
  switch (pattern) {
    case 'first.last':
      return `${first}.${last}`;
    case 'first_last':
      return `${first}_${last}`;
    case 'first-last':
      return `${first}-${last}`;
    case 'firstlast':
      return first + last;
    case 'f.last':
      return `${first[0]!}.${last}`;
    case 'flast':
      return first[0]! + last;
    case 'firstl':
      return first + last[0]!;
    case 'first':
      return first;
    case 'last':
      return last;
    case 'last.first':
      return `${last}.${first}`;
    case 'lastfirst':
      return last + first;
    case 'lastf':
      return last + first[0]!;
  }
}

function choosePattern({ patterns }: UserNameSpec | EmailSpec, draw: Draw): LocalPattern {
  let target = draw.unit() * patterns.reduce((sum, { share }) => sum + share, 0);
  for (const { pattern, share } of patterns) {
    target -= share;
    if (target < 0) return pattern;
  }
  return patterns.at(-1)?.pattern ?? 'first.last';
}
