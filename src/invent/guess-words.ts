import type { SqlValue } from '../batch/batch.js';

interface WordRule {
  readonly name: RegExp;
  readonly words: readonly string[];
}

/** In order: the first rule that fits decides. */
const RULES: readonly WordRule[] = [
  {
    name: /(^|_)(order|payment|invoice|shipment|delivery|transaction)_?(status|state)$/,
    words: ['pending', 'paid', 'shipped', 'delivered', 'cancelled'],
  },
  { name: /(^|_)(gender|sex|geschlecht|genero)$/, words: ['female', 'male', 'F', 'M'] },
  { name: /(^|_)currency(_?code)?$|^iso_currency$/, words: ['EUR', 'USD', 'GBP', 'CHF', 'JPY'] },
  {
    name: /(^|_)country_?(code|iso|iso2|alpha2)$/,
    words: ['DE', 'US', 'FR', 'GB', 'ES', 'IT', 'PL', 'NL', 'SE', 'JP'],
  },
  {
    name: /(^|_)(locale|lang|language)(_?(code|tag|key))?$/,
    words: ['en', 'de', 'fr', 'es', 'it', 'pl', 'pt', 'ja'],
  },
  {
    name: /(^|_)(time_?zone|tz)(_?name)?$/,
    words: ['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Tokyo'],
  },
  { name: /(^|_)colou?r$/, words: ['red', 'green', 'blue', 'black', 'white', 'yellow', 'grey'] },
  {
    name: /(^|_)(mime|content|media)_?type$|^mime$/,
    words: ['image/png', 'image/jpeg', 'text/plain', 'application/pdf', 'application/json'],
  },
  { name: /(^|_)(priority|severity|urgency|importance)$/, words: ['low', 'normal', 'high', 'urgent'] },
  { name: /(^|_)(http_?)?method$|^verb$/, words: ['GET', 'POST', 'PUT', 'DELETE'] },
  { name: /(^|_)(visibility|access)$/, words: ['public', 'private', 'internal'] },
  { name: /(^|_)(role|permission)(_?name)?$/, words: ['member', 'editor', 'manager', 'admin'] },
  { name: /(^|_)(platform|os|operating_system)$/, words: ['linux', 'windows', 'macos', 'android', 'ios'] },
  { name: /(^|_)(unit|uom|unit_of_measure)$/, words: ['piece', 'kg', 'm', 'l', 'box'] },
  { name: /(^|_)(environment|env)$/, words: ['production', 'staging', 'development'] },
  {
    name: /(^|_)(frequency|period|recurrence|period_?type)$/,
    words: ['daily', 'weekly', 'monthly', 'yearly'],
  },
  { name: /(^|_)(week_?day|day_of_week)$/, words: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] },
  { name: /(^|_)(salutation|honorific)$/, words: ['Ms', 'Mr', 'Dr'] },
  { name: /(^|_)(outcome|result)$/, words: ['success', 'failure', 'skipped'] },
  { name: /(^|_)(status|state)$/, words: ['active', 'pending', 'inactive', 'closed'] },
  {
    name: /(^|_)(kind|type|category|class|tier|plan|mode)$/,
    words: ['standard', 'basic', 'premium', 'custom'],
  },
  { name: /^(is|has|can|was|allow|allows)_|_(flag|ind|yn)$/, words: ['Y', 'N'] },
];

/**
 * Guesses the few words that a text column holds from its name.
 * @param name in lower case, words joined by underscores
 * @param maxLength longest text that fits, null without a limit
 * @returns words that fit, at least two; null when the name says nothing
 */
export function guessWords(name: string, maxLength: number | null): readonly SqlValue[] | null {
  const rule = RULES.find((candidate) => candidate.name.test(name));
  const words = rule?.words.filter((word) => word.length <= (maxLength ?? Infinity)) ?? [];
  // A full word and its letter do not stand side by side.
  const usual = words.some((word) => word.length > 2) ? words.filter((word) => word.length > 2) : words;
  const fitting = rule !== undefined && rule.words.every((word) => word.length <= 3) ? words : usual;
  return fitting.length >= 2 ? fitting : null;
}
