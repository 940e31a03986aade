import type { ColumnClass } from './column-class.js';
import { describeMoment } from './describe-moment.js';

/** What `inspect` says of a column. */
export interface DescribedClass {
  readonly kind: ColumnClass['kind'];
  /** What kind of number, moment, text or key; '' where the class says it all. */
  readonly detail: string;
  readonly why: string;
}

/** Puts a column's class into words, without any value of the column. */
export function describeClass(columnClass: ColumnClass): DescribedClass {
  const outside = Math.round(columnClass.outside * 100);
  const rest = outside > 0 ? `; ${outside} % of the values do not fit` : '';
  return { kind: columnClass.kind, detail: detailOf(columnClass), why: columnClass.why + rest };
}

function detailOf(columnClass: ColumnClass): string {
  switch (columnClass.kind) {
    case 'key':
      return columnClass.text === null ? columnClass.form : formOf(columnClass.text);
    case 'category':
      return columnClass.values.length === 1 ? '1 value' : `${columnClass.values.length} values`;
    case 'number':
      return columnClass.form === 'integer'
        ? 'integer'
        : columnClass.decimals === 1
          ? '1 decimal'
          : `${columnClass.decimals} decimals`;
    case 'moment':
      return describeMoment(columnClass.format);
    case 'text':
      return formOf(columnClass.text);
    default:
      return '';
  }
}

function formOf(text: NonNullable<Extract<ColumnClass, { kind: 'text' }>['text']>): string {
  return text.form === 'pii' ? PII_NAMES[text.pii] : text.form === 'free' ? 'free text' : text.form;
}

const PII_NAMES = {
  firstName: 'first name',
  lastName: 'last name',
  fullName: 'full name',
  email: 'e-mail address',
  userName: 'user name',
  phone: 'phone number',
  street: 'street address',
  city: 'city',
  region: 'region',
  country: 'country',
  postcode: 'postcode',
  company: 'company',
  jobTitle: 'job title',
  url: 'URL',
  ip: 'IP address',
  mac: 'MAC address',
  secret: 'secret',
  iban: 'IBAN',
  card: 'card number',
  nationalId: 'national number',
} as const;
