import { describe, expect, it } from 'vitest';
import { guessPersonal } from '../../../src/classify/guess-personal.js';
import type { PiiKind } from '../../../src/text/text-spec.js';

const SAMPLES = {
  firstName: ['Anna', 'José', 'Jean-Luc', "D'Arcy"],
  lastName: ['Müller', "O'Brien", 'van der Berg', 'Łukasik'],
  fullName: ['Anna Müller', 'José García', 'Yoshi Latimer', 'Jean-Luc van Damme'],
  email: ['a.b@example.com', 'x@firma.de'],
  userName: ['amueller', 'jdoe42'],
  phone: ['030-0074321', '(5) 555-4729', '0921-12 34 65'],
  street: ['Obere Str. 57', '120 Hanover Sq.', '24, place Kléber'],
  city: ['Berlin', 'México D.F.', 'Luleå'],
  country: ['Germany', "Côte d'Ivoire"],
  region: ['Bayern', 'WA', 'Île-de-France'],
  postcode: ['12209', 'WA1 1DP', 'S-958 22'],
  company: ['Alfreds Futterkiste', "B's Beverages", 'Smith & Sons'],
  secret: ['8cb2237d0679ca88db6464eac60da96345513964', 'hunter2'],
  nationalId: ['123-45-6789', '987-65-4321'],
  card: ['4111111111111111', '5500 0000 0000 0004'],
  iban: ['DE89370400440532013000', 'GB29NWBK60161331926819'],
  ip: ['192.168.0.1', '10.20.30.40'],
  url: ['https://shop.example/a', 'http://www.example.org'],
} satisfies Partial<Record<PiiKind, string[]>>;

/** Column names from public schemas in five languages; `table.column` where the table matters. */
const COLUMNS: Partial<Record<keyof typeof SAMPLES, string[]>> = {
  firstName: [
    'first_name',
    'FirstName',
    'firstname',
    'given_name',
    'GivenName',
    'fname',
    'forename',
    'vorname',
    'prenom',
    'nombre',
    'middle_name',
    'kunde_vorname',
  ],
  lastName: [
    'last_name',
    'LastName',
    'lastname',
    'surname',
    'family_name',
    'lname',
    'nachname',
    'apellido',
    'apellidos',
    'cognome',
    'maiden_name',
    'achternaam',
  ],
  fullName: [
    'full_name',
    'ContactName',
    'display_name',
    'patient_name',
    'author',
    'player_name',
    'customers.name',
    'Person.Name',
    'employees.name',
    'contact_person',
    'recipient_name',
  ],
  email: [
    'email',
    'Email',
    'e_mail',
    'eMail',
    'email_address',
    'contact_email',
    'user_email',
    'mail',
    'work_email',
  ],
  userName: [
    'username',
    'user_name',
    'UserName',
    'login',
    'nickname',
    'screen_name',
    'benutzername',
    'handle',
  ],
  phone: [
    'phone',
    'Phone',
    'HomePhone',
    'phone_number',
    'tel',
    'telefon',
    'mobile',
    'fax',
    'cell_phone',
    'telefono',
    'contact_phone',
    'PhoneNumber',
    'work_phone',
  ],
  street: [
    'address',
    'Address',
    'street',
    'street_address',
    'address_line1',
    'AddressLine2',
    'ShipAddress',
    'strasse',
    'billing_address',
    'addr1',
    'calle',
  ],
  city: [
    'city',
    'City',
    'town',
    'ort',
    'stadt',
    'ville',
    'ciudad',
    'billing_city',
    'city_name',
    'cities.name',
  ],
  country: [
    'country',
    'Country',
    'country_name',
    'ShipCountry',
    'land',
    'pays',
    'pais',
    'countries.name',
    'nationality',
  ],
  region: ['state', 'province', 'region', 'county', 'bundesland', 'district', 'billing_state'],
  postcode: [
    'zip',
    'zip_code',
    'PostalCode',
    'postcode',
    'plz',
    'postal_code',
    'ShipPostalCode',
    'code_postal',
  ],
  company: [
    'company',
    'CompanyName',
    'company_name',
    'employer',
    'firma',
    'suppliers.name',
    'agency_name',
    'organization',
  ],
  secret: ['password', 'password_hash', 'passwd', 'pwd', 'api_key', 'secret', 'auth_token', 'salt'],
  nationalId: ['ssn', 'SSN', 'passport', 'passport_no', 'tax_id', 'national_id', 'license_number'],
  card: ['card_number', 'credit_card', 'CardNo', 'pan'],
  iban: ['iban', 'payout'],
  ip: ['ip', 'last_seen_from'],
  url: ['url', 'website', 'target'],
};

describe('guessPersonal', () => {
  it.each(Object.keys(COLUMNS) as (keyof typeof SAMPLES)[])(
    'finds every usual column of the kind %s',
    (kind) => {
      const missed = COLUMNS[kind]!.filter((name) => {
        const [table, column] = name.includes('.') ? name.split('.') : ['things', name];
        return guessPersonal(column!, table!, SAMPLES[kind])?.pii !== kind;
      });
      expect(missed).toEqual([]);
    },
  );

  it.each([
    ['email_verified', ['t', 'f']],
    ['phone_type', ['home', 'work']],
    ['address_id', ['17', '18']],
    ['state', ['open', '17', '99', '3']],
    ['name', ['Deep Purple Vinyl 180g', 'Mug 3']],
    ['score', ['1–0', '2–1']],
    ['code', ['00338004904', '00338004903']],
    ['length', ['10:15:00', '08:30:10']],
    ['capital', ['Berlin', 'Paris']],
  ])('finds nothing personal in the column %s', (name, texts) => {
    expect(guessPersonal(name, 'things', texts)).toBeNull();
  });

  it('trusts values over names', () => {
    expect(guessPersonal('note', 'things', SAMPLES.email)?.pii).toBe('email');
    expect(guessPersonal('first_name', 'things', SAMPLES.email)?.pii).toBe('email');
  });

  it('tells why without a value', () => {
    const why = guessPersonal('kontakt_mail', 'things', SAMPLES.email)!.why;
    expect(why).toContain('100 %');
    expect(why).not.toContain('@');
  });
});
