import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as fr } from '@faker-js/faker/locale/fr';
import { faker as pl } from '@faker-js/faker/locale/pl';
import { applyLetterCase } from './lettering.js';
import type { Lettering } from './text-spec.js';

export type PoolName =
  | 'firstName'
  | 'lastName'
  | 'firstHandle'
  | 'lastHandle'
  | 'city'
  | 'region'
  | 'country'
  | 'countryCode'
  | 'jobTitle'
  | 'street'
  | 'streetSuffix'
  | 'word'
  | 'adjective'
  | 'noun'
  | 'verb'
  | 'adverb'
  | 'preposition';

const LATIN = [en, de, fr, es, pl];
const NO_WORDS: readonly string[] = [];
const pools = new Map<string, ReadonlyMap<number, readonly string[]>>();

/**
 * Words of one length from a public list (those of faker), in a letter case; the same in every process.
 * @returns words that differ even when case is ignored; none when the list has none of this length
 */
export function wordsOf(pool: PoolName, length: number, lettering: Lettering): readonly string[] {
  return poolOf(pool, lettering).get(length) ?? NO_WORDS;
}

/** A public list by length of word. */
export function poolOf(
  pool: PoolName,
  { letterCase, script }: Lettering,
): ReadonlyMap<number, readonly string[]> {
  const accented = script === 'latin';
  const key = `${pool} ${letterCase} ${accented}`;
  let byLength = pools.get(key);
  if (byLength === undefined) {
    const words = SOURCES[pool](accented).map((word) => applyLetterCase(word, letterCase));
    byLength = groupByLength(words, accented);
    pools.set(key, byLength);
  }
  return byLength;
}

/** Shorter than what faker makes. */
const OCCUPATIONS = [
  'Owner',
  'Clerk',
  'Chef',
  'Nurse',
  'Buyer',
  'Pilot',
  'Baker',
  'Cook',
  'Guard',
  'Judge',
  'Actor',
  'Tutor',
  'Teacher',
  'Cashier',
  'Lawyer',
  'Editor',
  'Driver',
  'Trainer',
  'Surveyor',
  'Intern',
  'Advisor',
  'Auditor',
  'Broker',
  'Porter',
];

type Names =
  | {
      readonly generic?: readonly string[];
      readonly female?: readonly string[];
      readonly male?: readonly string[];
    }
  | readonly string[]
  | null;

const SOURCES: Record<PoolName, (accented: boolean) => readonly string[]> = {
  firstName: (accented) =>
    (accented ? LATIN : [en]).flatMap(({ definitions }) => namesOf(definitions.person.first_name)),
  lastName: (accented) =>
    (accented ? LATIN : [en, de]).flatMap(({ definitions }) => namesOf(definitions.person.last_name)),
  firstHandle: () => SOURCES.firstName(false).filter((name) => /^[a-z]+$/i.test(name)),
  lastHandle: () => SOURCES.lastName(false).filter((name) => /^[a-z]+$/i.test(name)),
  city: (accented) =>
    (accented ? [en, de, es, pl] : [en]).flatMap(({ definitions }) => definitions.location.city_name),
  region: (accented) => [
    ...(accented ? LATIN : [en]).flatMap(({ definitions }) => definitions.location.state),
    ...en.definitions.location.state_abbr,
    ...en.definitions.location.county,
  ],
  country: () => [...en.definitions.location.country, 'UK', 'USA', 'UAE'],
  countryCode: () => en.definitions.location.country_code.flatMap(({ alpha2, alpha3 }) => [alpha2, alpha3]),
  jobTitle: () => {
    const { job_descriptor, job_area, job_type } = en.definitions.person;
    const titles = job_area.flatMap((area) => job_type.map((type) => `${area} ${type}`));
    return [
      ...OCCUPATIONS,
      ...job_type,
      ...titles,
      ...titles.map((title, i) => `${job_descriptor[i % job_descriptor.length]!} ${title}`),
    ];
  },
  street: () => [
    ...en.definitions.location.street_name.map((name) => name.replace(/ \S+$/, '')),
    ...namesOf(en.definitions.person.last_name),
    ...en.definitions.location.city_name,
  ],
  streetSuffix: () => en.definitions.location.street_suffix,
  word: () => [...SOURCES.adjective(false), ...SOURCES.noun(false)],
  adjective: () => en.definitions.word.adjective.filter(isPlainWord),
  noun: () => en.definitions.word.noun.filter(isPlainWord),
  verb: () => en.definitions.word.verb.filter(isPlainWord),
  adverb: () => en.definitions.word.adverb.filter(isPlainWord),
  preposition: () => [
    ...en.definitions.word.preposition.filter((word) => word.length <= 7),
    ...en.definitions.word.conjunction.filter((word) => word.length <= 4),
  ],
};

/** Names that may hold spaces and points, but no digits: texts that count by digits stay apart from them. */
const LETTERS = /^[\p{L}][\p{L} .'-]*$/u;
const PLAIN = /^[\x00-\x7F]*$/;

function groupByLength(words: readonly string[], accented: boolean): Map<number, readonly string[]> {
  const byLength = new Map<number, string[]>();
  const seen = new Set<string>();
  for (const word of words) {
    const folded = word.toLowerCase();
    if (seen.has(folded) || !LETTERS.test(word) || !(accented || PLAIN.test(word))) continue;
    seen.add(folded);
    const group = byLength.get(word.length);
    if (group === undefined) byLength.set(word.length, [word]);
    else group.push(word);
  }
  return byLength;
}

/** No abbreviation, nothing of several words. */
function isPlainWord(word: string): boolean {
  return /^[a-z]+$/.test(word);
}

function namesOf(names: Names): readonly string[] {
  if (names === null) return [];
  if (isList(names)) return names;
  return [...(names.generic ?? []), ...(names.female ?? []), ...(names.male ?? [])];
}

function isList(names: Names): names is readonly string[] {
  return Array.isArray(names);
}
