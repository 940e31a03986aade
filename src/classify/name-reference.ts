import { nameWords } from './name-words.js';

/** Words of a column that holds keys. */
const KEYS = [
  'id',
  'code',
  'cd',
  'key',
  'ref',
  'reference',
  'no',
  'nr',
  'num',
  'number',
  'uuid',
  'guid',
  'fk',
];

/** Words that do not say what a column refers to. */
const GENERIC = new Set([...KEYS, 'name', 'slug', 'type', 'status']);

/** How well a column's name fits a column that it may refer to, by its table's name and its own; 0 = not at all. */
export interface NameFit {
  /** Words that agree. */
  readonly words: number;
  /** Whether they name the table, and not only a column that is called alike. */
  readonly isTable: boolean;
}

/**
 * Tells whether a column is called after a table (`customer_ref`, of `customers`) or after one of its columns
 * (`order_sku`, of `products.sku`).
 * @returns null when it is neither
 */
export function nameReference(column: string, table: string, tableColumn: string): NameFit | null {
  const words = wordsOf(column);
  const tableWords = tableWordsOf(table);
  const theirs = wordsOf(tableColumn);
  const at = findRun(words, tableWords);
  const rest = at < 0 ? [] : words.slice(at + tableWords.length);
  if (at >= 0 && rest.every((word) => GENERIC.has(word) || theirs.includes(word)))
    return { words: tableWords.length + rest.length, isTable: true };
  const isEnd = theirs.every((word, i) => words[words.length - theirs.length + i] === word);
  return isEnd && theirs.some((word) => !GENERIC.has(word)) ? { words: theirs.length, isTable: false } : null;
}

/** Whether a text (`App\Models\BlogPost`) is the name of a table's rows (`blog_posts`). */
export function namesTable(text: string, table: string): boolean {
  const last = text.split(/[\\/.:]+/).at(-1)!;
  return tableWordsOf(last).join(' ') === tableWordsOf(table).join(' ') && last !== '';
}

/**
 * The column that holds the key where another says which table it is of: `commentable_id` for `commentable_type`.
 * @returns the words that both begin with; null when the name says nothing of a type
 */
export function stemOfType(column: string): string | null {
  return /^(.+)_(type|class|kind|model|entity)$/.exec(nameWords(column))?.[1] ?? null;
}

/** Whether a column is called like the key that goes with a stem. */
export function isKeyOfStem(column: string, stem: string): boolean {
  const words = nameWords(column);
  return words.startsWith(`${stem}_`) && KEYS.includes(words.slice(stem.length + 1));
}

function wordsOf(name: string): string[] {
  return nameWords(name).split('_');
}

function tableWordsOf(name: string): string[] {
  const words = wordsOf(name);
  return [...words.slice(0, -1), singular(words.at(-1)!)];
}

function singular(word: string): string {
  if (word.length < 4 || word.endsWith('ss')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** Where words stand one after the other among others; -1 when they do not. */
function findRun(words: readonly string[], run: readonly string[]): number {
  return words.findIndex((_, at) =>
    run.every((word, i) => {
      const other = words[at + i];
      return other !== undefined && (other === word || singular(other) === word);
    }),
  );
}
