import { passesIban, passesLuhn } from '../text/fix-check-digits.js';
import type { PiiKind } from '../text/text-spec.js';
import { nameWords } from './name-words.js';

/** Personal data that a column seems to hold. */
export interface Personal {
  readonly pii: PiiKind;
  /** Never kept, however many entities share a value; others are kept as categories when enough do. */
  readonly isStrict: boolean;
  readonly why: string;
}

/**
 * Guesses whether texts are personal data, by what values look like and by the names of column and table.
 * @param columnName as in the schema
 * @param tableName as in the schema
 * @param texts distinct values without blank ones, a sample will do; null when there are none to see, so that the
 * names alone decide
 */
export function guessPersonal(
  columnName: string,
  tableName: string,
  texts: readonly string[] | null,
): Personal | null {
  if (texts === null) return guessByName(nameWords(columnName), nameWords(tableName), () => 1);
  const share = (test: (text: string) => boolean): number =>
    texts.reduce((count, text) => count + (text.length <= LONGEST && test(text) ? 1 : 0), 0) /
    Math.max(1, texts.length);
  return (
    guessByContent(nameWords(columnName), share) ??
    guessByName(nameWords(columnName), nameWords(tableName), share)
  );
}

/** Nothing personal that a pattern recognises is longer. */
const LONGEST = 500;

type Share = (test: (text: string) => boolean) => number;

/** Values that prove themselves. */
function guessByContent(name: string, share: Share): Personal | null {
  for (const { pii, test, what } of CONTENTS) {
    const matched = share(test);
    if (matched >= 0.6)
      return { pii, isStrict: pii !== 'url', why: `${percent(matched)} of the values are ${what}` };
  }
  if (/card|(^|_)(pan|cc|ccn)(_|$)|kreditkarte|tarjeta/.test(name)) {
    const matched = share(isCard);
    if (matched >= 0.6)
      return { pii: 'card', isStrict: true, why: `${percent(matched)} of the values are card numbers` };
  }
  return null;
}

const CONTENTS: readonly { pii: PiiKind; test: (text: string) => boolean; what: string }[] = [
  { pii: 'email', test: (text) => /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/.test(text), what: 'e-mail addresses' },
  { pii: 'url', test: (text) => /^(https?|ftp):\/\/\S+$/i.test(text), what: 'addresses of pages' },
  { pii: 'ip', test: isIp, what: 'network addresses' },
  { pii: 'mac', test: (text) => /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text), what: 'device addresses' },
  { pii: 'iban', test: passesIban, what: 'valid IBANs' },
  { pii: 'phone', test: isInternationalPhone, what: 'phone numbers' },
  {
    pii: 'secret',
    test: (text) => /^\$(2[aby]|argon2\w*|1|5|6|scrypt)\$/.test(text),
    what: 'password hashes',
  },
  { pii: 'secret', test: (text) => /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text), what: 'signed tokens' },
];

interface NameRule {
  readonly pii: PiiKind;
  /** What the column's name must match. */
  readonly name: RegExp;
  /** What the table's name must match, for columns that are only called "name". */
  readonly table?: RegExp;
  readonly isStrict?: boolean;
  /** Values that speak for it; the rule needs 60 % of them. */
  readonly fits: (text: string) => boolean;
  readonly what: string;
}

const PEOPLE =
  /(^|_)(customers?|clients?|persons?|people|users?|employees?|staff|patients?|contacts?|authors?|actors?|artists?|players?|managers?|teachers?|students?|doctors?|drivers?|members?|guests?|passengers?|directors?|composers?|referees?|coach(es)?|kunden?|mitarbeiter|personen?|benutzer|usuarios?|clientes?|personas?)$/;
const COMPANIES =
  /(^|_)(compan(y|ies)|suppliers?|vendors?|agenc(y|ies)|organi[sz]ations?|airlines?|shippers?|manufacturers?|publishers?|employers?|firms?|banks?|partners?|firmen|firma|empresas?)$/;
const BARE_NAME = /^(name|nom|nombre|nome|bezeichnung)$/;

/** In order: the first rule that fits decides. */
const RULES: readonly NameRule[] = [
  {
    pii: 'email',
    name: /(^|_)e?_?mails?(_address|_addr|_\d)?$|(^|_)(courriel|correo)$/,
    isStrict: true,
    fits: (text) => text.includes('@'),
    what: 'e-mail address',
  },
  {
    pii: 'userName',
    name: /(^|_)(user|login|screen|nick|account|log_in)_?name$|^(login|username|nick|nickname|handle|userid|user_login|benutzername|pseudo)$/,
    isStrict: true,
    fits: (text) => !/\s/.test(text),
    what: 'user name',
  },
  {
    pii: 'secret',
    name: /(^|_)(password|passwd|passwort|pwd|pass|passphrase|salt|token|secret|api_?key|private_?key|otp|pin|contrasena|mot_de_passe)(_hash|_digest)?$|password/,
    isStrict: true,
    fits: (text) => !/\s/.test(text),
    what: 'secret',
  },
  {
    pii: 'phone',
    name: /(^|_)(phone|telephone|tel|mobile|cell|cellphone|fax|telefax|gsm|handy|telefon|telefono|movil|msisdn|telefoon)(_?(no|nr|num|number|\d))?$|phone$/,
    isStrict: true,
    fits: (text) => /\d/.test(text) && /^[\d\s()+./x-]*$/i.test(text),
    what: 'phone number',
  },
  {
    pii: 'nationalId',
    name: /(^|_)(ssn|nino|pesel|nif|dni|cpf|passport|tax_?id|vat|vat_?(id|no|number)|national_?id|social_security|licen[sc]e_?(no|number)|steuer_?(id|nr|nummer)|sozialversicherungsnummer)(_?(no|nr|num|number))?$/,
    isStrict: true,
    fits: (text) => /\d/.test(text),
    what: 'number of a person',
  },
  {
    pii: 'card',
    name: /(^|_)(credit_?card|card)_?(no|nr|num|number)$|^(pan|ccn)$/,
    isStrict: true,
    fits: (text) => /^[\d -]{12,23}$/.test(text),
    what: 'card number',
  },
  {
    pii: 'iban',
    name: /(^|_)iban$/,
    isStrict: true,
    fits: (text) => /^[A-Z]{2}\d/i.test(text),
    what: 'IBAN',
  },
  {
    pii: 'firstName',
    name: /(^|_)(first|given|fore|middle|christian)_?(name|nm)s?$|^(fname|vorname|prenom|nombres?|voornaam)$|(^|_)(vorname|prenom)$/,
    isStrict: true,
    fits: isName,
    what: 'first name',
  },
  {
    pii: 'lastName',
    name: /(^|_)(last|family|sur|maiden|second)_?(name|nm)s?$|^(lname|surname|nachname|familienname|apellidos?|cognome|sobrenome|achternaam)$|(^|_)nachname$/,
    isStrict: true,
    fits: isName,
    what: 'last name',
  },
  {
    pii: 'fullName',
    name: /(^|_)(full|contact|display|person|client|patient|author|artist|employee|player|teacher|student|driver|doctor|physician|recipient|sender|cardholder|holder|member|user|composer|director|actor|guest|passenger|referee|coach|owner|customer|manager|agent|rep)_?name$|^(authors?|artist|composers?|directors?|owner|contact|contact_person|recipient|ansprechpartner|customer)$/,
    isStrict: true,
    fits: isFullName,
    what: 'name of a person',
  },
  {
    pii: 'fullName',
    name: BARE_NAME,
    table: PEOPLE,
    isStrict: true,
    fits: isFullName,
    what: 'name of a person',
  },
  {
    pii: 'company',
    name: /(^|_)(company|employer|organi[sz]ation|firm|vendor|supplier|manufacturer|agency|airline|publisher|firma|societe|empresa|ship)(_?name)$|^(company|employer|organi[sz]ation|vendor|supplier|firma|societe|empresa)$/,
    fits: isName,
    what: 'company',
  },
  { pii: 'company', name: BARE_NAME, table: COMPANIES, fits: isName, what: 'company' },
  {
    pii: 'street',
    name: /(^|_)(street|address|addr|adresse|anschrift|strasse|calle|rue|direccion|indirizzo)(_?(name|line|zeile))?_?\d?$/,
    isStrict: true,
    fits: (text) => /\p{L}/u.test(text),
    what: 'street address',
  },
  {
    pii: 'postcode',
    name: /(^|_)(zip|zip_?code|postal|postal_?code|post_?code|plz|codigo_postal|code_postal)$/,
    fits: (text) => /\d/.test(text) && text.length <= 12,
    what: 'postcode',
  },
  {
    pii: 'city',
    name: /(^|_)(city|town|ville|ort|stadt|ciudad|citta|municipality|suburb|locality|wohnort)(_?name)?$/,
    fits: isName,
    what: 'city',
  },
  {
    pii: 'city',
    name: BARE_NAME,
    table: /(^|_)(cit(y|ies)|towns?|stadt|staedte|villes?)$/,
    fits: isName,
    what: 'city',
  },
  {
    pii: 'country',
    name: /(^|_)(country|nation|nationality|land|pays|pais)(_?name)?$/,
    fits: isName,
    what: 'country',
  },
  {
    pii: 'country',
    name: BARE_NAME,
    table: /(^|_)(countr(y|ies)|nations?|laender|pays)$/,
    fits: isName,
    what: 'country',
  },
  {
    pii: 'region',
    name: /(^|_)(state|province|region|county|district|bundesland|departement|provincia)(_?name)?$/,
    fits: isName,
    what: 'region',
  },
  {
    pii: 'region',
    name: BARE_NAME,
    table: /(^|_)(states?|provinces?|regions?|count(y|ies)|districts?)$/,
    fits: isName,
    what: 'region',
  },
  {
    pii: 'jobTitle',
    name: /(^|_)(job|occupation|profession|beruf|puesto)(_title|_name)?$|(^|_)(job|contact|position)_title$/,
    fits: isName,
    what: 'job title',
  },
  {
    pii: 'jobTitle',
    name: /^title$/,
    table: /(^|_)(employees?|staff|contacts?|mitarbeiter)$/,
    fits: isName,
    what: 'job title',
  },
  {
    pii: 'url',
    name: /(^|_)(url|uri|link|website|web_site|homepage|home_page|href|avatar)$/,
    fits: (text) => /^\S+[./]\S+$/.test(text),
    what: 'address of a page',
  },
];

function guessByName(name: string, table: string, share: Share): Personal | null {
  for (const rule of RULES) {
    if (!rule.name.test(name) || (rule.table !== undefined && !rule.table.test(table))) continue;
    const matched = share(rule.fits);
    if (matched < 0.6) continue;
    const where = rule.table === undefined ? 'its name says' : 'its name and its table’s say';
    return {
      pii: rule.pii,
      isStrict: rule.isStrict ?? false,
      why: `${where} ${rule.what}, and ${percent(matched)} of the values could be`,
    };
  }
  return null;
}

/** Words that begin with a letter, no digits. */
function isName(text: string): boolean {
  return /^['"(]?\p{L}[\p{L}\p{M}'’`.,&()/ -]*$/u.test(text) && text.length <= 60;
}

/** Two to five words without digits, most with a capital. */
function isFullName(text: string): boolean {
  const words = text.trim().split(/[\s,]+/);
  const capitals = words.filter((word) => /^["'(]?\p{Lu}/u.test(word)).length;
  return isName(text) && words.length >= 2 && words.length <= 5 && capitals >= words.length / 2;
}

function isInternationalPhone(text: string): boolean {
  return /^(\+|00[ (])[\d\s()./-]{8,22}$/.test(text) && text.replace(/\D/g, '').length >= 8;
}

function isCard(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  return /^\d{13,19}$/.test(digits) && passesLuhn(digits);
}

function isIp(text: string): boolean {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (octets !== null) return octets.slice(1).every((octet) => Number(octet) <= 255);
  return (
    /^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}$/i.test(text) && text.length > 6 && !/^\d{1,2}:\d\d:\d\d$/.test(text)
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
