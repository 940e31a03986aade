/**
 * What is known of a text column: how its texts look, never what they say. A `TextSpec` is plain JSON; every
 * value, template, key or length in it is held by at least k distinct entities of the source.
 */

/** What a text column holds; the classification decides, `learnText` and `compileText` follow. */
export type TextKind =
  | { readonly form: 'pii'; readonly pii: PiiKind }
  | { readonly form: 'code' | 'uuid' | 'label' | 'free' | 'json' };

export type PiiKind =
  | 'firstName'
  | 'lastName'
  | 'fullName'
  | 'email'
  | 'userName'
  | 'phone'
  | 'street'
  | 'city'
  | 'region'
  | 'country'
  | 'postcode'
  | 'company'
  | 'jobTitle'
  | 'url'
  | 'ip'
  | 'mac'
  | 'secret'
  | 'iban'
  | 'card'
  | 'nationalId';

export type TextSpec = TextLimits &
  (
    | PoolSpec
    | FullNameSpec
    | CompanySpec
    | StreetSpec
    | EmailSpec
    | UserNameSpec
    | UrlSpec
    | IpSpec
    | UuidSpec
    | CodeSpec
    | LabelSpec
    | ProseSpec
    | JsonSpec
    | BytesSpec
  );

export interface TextLimits {
  /** Longest text that the column takes; null without a limit. */
  readonly maxLength: number | null;
  /** Lengths and their shares of rows, shortest first. */
  readonly lengths: readonly (readonly [length: number, share: number])[];
}

/** How words are capitalised: 'JOHN', 'john', 'John Smith', 'John smith'. */
export type LetterCase = 'upper' | 'lower' | 'title' | 'sentence';

/** Which letters: `ascii` has no accents, `latin` has some. */
export type Script =
  | 'ascii'
  | 'latin'
  | 'cyrillic'
  | 'greek'
  | 'arabic'
  | 'hebrew'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'thai'
  | 'devanagari';

/** How the words of a column are written. */
export interface Lettering {
  readonly letterCase: LetterCase;
  readonly script: Script;
}

/** One entry of a public list: a first name, a country, a job title. */
export interface PoolSpec extends Lettering {
  readonly kind: 'pool';
  readonly pool: 'firstName' | 'lastName' | 'city' | 'region' | 'country' | 'countryCode' | 'jobTitle';
  /** Places and titles that at least k entities share, with their shares of rows; none of names of persons. */
  readonly frequent: readonly FrequentText[];
}

export interface FullNameSpec extends Lettering {
  readonly kind: 'fullName';
  /** 'Smith, John' instead of 'John Smith'. */
  readonly lastFirst: boolean;
  /** The source builds it from first and last name of the same row. */
  readonly fromNames: boolean;
}

export interface CompanySpec extends Lettering {
  readonly kind: 'company';
}

export interface StreetSpec extends Lettering {
  readonly kind: 'street';
  readonly number: 'first' | 'last' | 'none';
}

/** How a name or a part of an e-mail address is made of a person's names. */
export type LocalPattern =
  | 'first.last'
  | 'first_last'
  | 'first-last'
  | 'firstlast'
  | 'f.last'
  | 'flast'
  | 'firstl'
  | 'first'
  | 'last'
  | 'last.first'
  | 'lastfirst'
  | 'lastf';

export interface UserNameSpec {
  readonly kind: 'userName';
  readonly letterCase: LetterCase;
  readonly patterns: readonly { readonly pattern: LocalPattern; readonly share: number }[];
  /** The source builds it from names of the same row. */
  readonly fromNames: boolean;
  /** Share of texts that end in digits. */
  readonly digitShare: number;
}

export interface EmailSpec extends Omit<UserNameSpec, 'kind'> {
  readonly kind: 'email';
  /** Lengths of the part behind the @. Domains are always reserved ones (RFC 2606), never the source's. */
  readonly domainLengths: readonly (readonly [length: number, share: number])[];
  /** Nearly all rows have the same domain. */
  readonly oneDomain: boolean;
}

export interface UrlSpec {
  readonly kind: 'url';
  /** 'https://', 'http://' or '' for a bare domain. */
  readonly scheme: string;
  readonly www: boolean;
  readonly path: boolean;
  /** '.jpg'; '' without a usual one. */
  readonly extension: string;
}

export interface IpSpec {
  readonly kind: 'ip';
  readonly version: 4 | 6;
}

export interface UuidSpec {
  readonly kind: 'uuid';
  readonly upper: boolean;
  readonly dashes: boolean;
  readonly braces: boolean;
}

/** Texts made of characters by position: codes, phone numbers, hashes. */
export interface CodeSpec {
  readonly kind: 'code';
  readonly templates: readonly CodeTemplate[];
  /** For lengths without a template: the usual class of each position, the last one repeated. */
  readonly profile: readonly CharClass[];
  /** Running numbers, when the source's are: 'G-0001', 'G-0002'. */
  readonly sequence: CodeSequence | null;
  readonly check: 'luhn' | 'iban' | null;
  /** Values that at least k entities hold, with their shares of rows. */
  readonly frequent: readonly FrequentText[];
}

export interface CodeTemplate {
  readonly share: number;
  readonly positions: readonly CodePosition[];
}

/**
 * A literal character; a class of characters, of which `likely` holds those with shares of their own; or a number
 * that always has `digits` digits, such as a year.
 */
export type CodePosition =
  | string
  | { readonly class: CharClass; readonly likely?: readonly (readonly [character: string, share: number])[] }
  | { readonly digits: number; readonly from: number; readonly to: number };

export type CharClass =
  'digit' | 'upper' | 'lower' | 'upperDigit' | 'lowerDigit' | 'hexUpper' | 'hexLower' | 'alnum' | 'base64';

export interface CodeSequence {
  readonly prefix: string;
  /** Digits to pad to; 0 for none. */
  readonly width: number;
  readonly suffix: string;
}

export interface FrequentText {
  readonly value: string;
  readonly share: number;
}

/** Short texts of a few words: product names, titles, descriptions. */
export interface LabelSpec extends Lettering {
  readonly kind: 'label';
  readonly shapes: readonly LabelShape[];
  readonly frequent: readonly FrequentText[];
}

export interface LabelShape {
  readonly share: number;
  readonly tokens: readonly LabelToken[];
  readonly meanLength: number;
  readonly spread: number;
}

/** Literal characters between words, or a word, or a number. */
export type LabelToken =
  string | { readonly word: 'title' | 'upper' | 'lower' } | { readonly digits: number };

/** Sentences. */
export interface ProseSpec extends Lettering {
  readonly kind: 'prose';
  readonly wordsPerSentence: number;
  /** Ends in a full stop. */
  readonly closed: boolean;
  /** Has more than one line. */
  readonly lines: boolean;
}

export interface JsonSpec {
  readonly kind: 'json';
  readonly node: JsonNode;
  readonly spacing: 'compact' | 'spaced' | 'indented';
}

/** One of several things, by share. */
export type JsonNode = readonly { readonly share: number; readonly is: JsonForm }[];

export type JsonForm =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly trueShare: number }
  | { readonly type: 'number'; readonly low: number; readonly high: number; readonly decimals: number }
  | { readonly type: 'string'; readonly text: TextSpec }
  /** A date or date-time in ISO 8601; `low` and `high` in milliseconds since 1970, `suffix` behind the seconds. */
  | {
      readonly type: 'moment';
      readonly low: number;
      readonly high: number;
      readonly joint: 'T' | ' ' | null;
      readonly suffix: string;
    }
  | {
      readonly type: 'array';
      readonly lengths: readonly (readonly [length: number, share: number])[];
      readonly items: JsonNode;
    }
  | {
      readonly type: 'object';
      readonly keys: readonly { readonly key: string; readonly share: number; readonly value: JsonNode }[];
    }
  /** An object used as a dictionary: its keys are values. */
  | {
      readonly type: 'map';
      readonly lengths: readonly (readonly [length: number, share: number])[];
      readonly key: TextSpec;
      readonly value: JsonNode;
    };

/** Bytes; their number comes with each row. */
export interface BytesSpec {
  readonly kind: 'bytes';
  /** What nearly all values begin with (a file signature), in hexadecimal. */
  readonly prefix: string;
}
