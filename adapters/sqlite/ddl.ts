import { isSameName } from './fold-name.js';
import { tokenize, type Token } from './tokenize.js';

/** What SQLite does with a row that breaks a constraint; `abort` where the DDL says nothing. */
export type OnConflict = 'abort' | 'rollback' | 'fail' | 'ignore' | 'replace';

/** A piece of SQL with its place in the statement, comments cut out of the text. */
export interface Expression {
  readonly sql: string;
  readonly start: number;
  readonly end: number;
}

export interface CheckDdl {
  /** Declared with CONSTRAINT, else null. */
  readonly name: string | null;
  /** The column it stands behind, null for a constraint of the table. */
  readonly column: string | null;
  readonly expression: Expression;
}

export interface KeyDdl {
  readonly name: string | null;
  readonly primary: boolean;
  readonly columns: readonly string[];
  readonly onConflict: OnConflict;
}

export interface ForeignKeyDdl {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly deferrable: boolean;
}

export interface ColumnDdl {
  readonly name: string;
  readonly collation: string | null;
  readonly generated: Expression | null;
}

/** What only the text of a CREATE TABLE statement tells; the pragmas know the rest better. */
export interface TableDdl {
  readonly columns: readonly ColumnDdl[];
  readonly checks: readonly CheckDdl[];
  /** PRIMARY KEY and UNIQUE, in the order in which they stand. */
  readonly keys: readonly KeyDdl[];
  /** In the order in which they stand; `pragma foreign_key_list` counts them backwards. */
  readonly foreignKeys: readonly ForeignKeyDdl[];
  readonly autoincrement: boolean;
  readonly withoutRowid: boolean;
  readonly strict: boolean;
}

/**
 * Reads the stored text of a CREATE TABLE statement, in any style of quoting and with comments anywhere.
 * Never fails: what is not understood is skipped, as the stored text has already passed SQLite's own parser.
 * https://www.sqlite.org/lang_createtable.html
 */
export function parseCreateTable(sql: string): TableDdl {
  const reader = new TableReader(sql);
  reader.readTable();
  const { columns, checks, keys, foreignKeys, autoincrement, withoutRowid, strict } = reader;
  return { columns, checks, keys, foreignKeys, autoincrement, withoutRowid, strict };
}

export interface IndexDdl {
  /** One per indexed column, in order: its text without ASC or DESC. */
  readonly parts: readonly Expression[];
  /** The condition of a partial index. */
  readonly predicate: Expression | null;
}

/**
 * Reads the stored text of a CREATE INDEX statement.
 * https://www.sqlite.org/lang_createindex.html
 */
export function parseCreateIndex(sql: string): IndexDdl {
  const tokens = new Tokens(sql);
  tokens.skipTo('ON');
  tokens.name();
  const parts = tokens.list().map((part) => tokens.expression(withoutDirection(part)));
  if (!tokens.take('WHERE')) return { parts, predicate: null };
  return { parts, predicate: tokens.expression(tokens.rest()) };
}

export interface TriggerDdl {
  readonly event: 'delete' | 'insert' | 'update';
}

/**
 * Finds the event of a stored CREATE TRIGGER statement.
 * https://www.sqlite.org/lang_createtrigger.html
 */
export function parseCreateTrigger(sql: string): TriggerDdl {
  const tokens = new Tokens(sql);
  tokens.skipTo('TRIGGER');
  tokens.take('IF', 'NOT', 'EXISTS');
  tokens.name();
  if (tokens.take('.')) tokens.name();
  if (!tokens.take('BEFORE') && !tokens.take('AFTER')) tokens.take('INSTEAD', 'OF');
  if (tokens.take('DELETE')) return { event: 'delete' };
  return { event: tokens.take('INSERT') ? 'insert' : 'update' };
}

export interface VirtualTableDdl {
  readonly module: string;
  /** Table whose rows a full-text index covers (`content=`); null if it keeps its own or none. */
  readonly content: string | null;
}

/**
 * Reads the stored text of a CREATE VIRTUAL TABLE statement.
 * https://www.sqlite.org/lang_createvtab.html
 */
export function parseCreateVirtualTable(sql: string): VirtualTableDdl {
  const tokens = new Tokens(sql);
  tokens.skipTo('USING');
  const module = tokens.name();
  const options = tokens
    .list()
    .filter((option) => option[0]?.keyword === 'CONTENT' && option[1]?.text === '=');
  return { module, content: options[0]?.[2]?.value || null };
}

/**
 * Reads the labels of a check that is nothing but `column IN ('a', 'b', ...)`, perhaps with `OR column IS NULL`.
 * @returns the labels, null when the check says anything else
 */
export function enumLabels(checkSql: string, column: string): string[] | null {
  const tokens = new Tokens(checkSql);
  const isColumn = (): boolean => isSameName(tokens.name(), column);
  const isNullTest = (): boolean => isColumn() && tokens.take('IS', 'NULL');
  const startsWithNull = tokens.attempt(() => isNullTest() && tokens.take('OR'));
  if (!isColumn() || !tokens.take('IN')) return null;
  const parts = tokens.list();
  const labels = parts.flatMap((part) =>
    part.length === 1 && part[0]!.kind === 'string' ? [part[0]!.value] : [],
  );
  if (labels.length === 0 || labels.length !== parts.length) return null;
  if (!tokens.atEnd && !startsWithNull && !(tokens.take('OR') && isNullTest())) return null;
  return tokens.atEnd ? [...new Set(labels)] : null;
}

/** A cursor over the tokens of one statement. */
class Tokens {
  protected position = 0;
  protected readonly tokens: readonly Token[];

  constructor(protected readonly sql: string) {
    this.tokens = tokenize(sql);
  }

  get atEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.position + ahead];
  }

  next(): Token | undefined {
    return this.tokens[this.position++];
  }

  /** Takes these keywords if they come next, all or none. */
  take(...keywords: string[]): boolean {
    const comes = keywords.every((keyword, ahead) => this.peek(ahead)?.keyword === keyword);
    if (comes) this.position += keywords.length;
    return comes;
  }

  /** Goes back when the step does not succeed. */
  attempt(step: () => boolean): boolean {
    const before = this.position;
    const succeeded = step();
    if (!succeeded) this.position = before;
    return succeeded;
  }

  /** Moves behind the next such keyword. */
  skipTo(keyword: string): void {
    while (!this.atEnd && this.next()!.keyword !== keyword);
  }

  /** Takes a name in any quotes; SQLite accepts string quotes too. */
  name(): string {
    return this.next()?.value ?? '';
  }

  /** Takes `( a, b (c, d) )` and cuts it at its own commas; empty when no parenthesis comes. */
  list(): Token[][] {
    const inside = this.parenthesis();
    const parts: Token[][] = [];
    let part: Token[] = [];
    let depth = 0;
    for (const token of inside) {
      if (token.keyword === '(') depth++;
      else if (token.keyword === ')') depth--;
      if (token.keyword === ',' && depth === 0) {
        parts.push(part);
        part = [];
      } else part.push(token);
    }
    if (part.length > 0) parts.push(part);
    return parts;
  }

  /** Takes all tokens between a parenthesis and its partner. */
  parenthesis(): Token[] {
    if (!this.take('(')) return [];
    const first = this.position;
    for (let depth = 1; !this.atEnd;) {
      const { keyword } = this.next()!;
      if (keyword === '(') depth++;
      else if (keyword === ')') depth--;
      if (depth === 0) return this.tokens.slice(first, this.position - 1);
    }
    return this.tokens.slice(first);
  }

  rest(): Token[] {
    const rest = this.tokens.slice(this.position);
    this.position = this.tokens.length;
    return rest[rest.length - 1]?.keyword === ';' ? rest.slice(0, -1) : rest;
  }

  /** The SQL of some tokens in a row, each gap that holds a comment made one space. */
  expression(tokens: readonly Token[]): Expression {
    const start = tokens[0]?.start ?? 0;
    const end = tokens[tokens.length - 1]?.end ?? 0;
    let sql = '';
    let copied = start;
    for (const token of tokens) {
      const gap = this.sql.slice(copied, token.start);
      sql += gap.trim() === '' ? gap : ' ';
      sql += token.text;
      copied = token.end;
    }
    return { sql, start, end };
  }
}

/** Words that end a column's type and begin its constraints. */
const CONSTRAINT_WORDS = new Set(
  'CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS DEFERRABLE'.split(' '),
);

class TableReader extends Tokens {
  readonly columns: ColumnDdl[] = [];
  readonly checks: CheckDdl[] = [];
  readonly keys: KeyDdl[] = [];
  readonly foreignKeys: ForeignKeyDdl[] = [];
  autoincrement = false;
  withoutRowid = false;
  strict = false;

  readTable(): void {
    this.skipTo('TABLE');
    this.take('IF', 'NOT', 'EXISTS');
    this.name();
    if (this.take('.')) this.name();
    if (!this.take('(')) return;
    while (!this.atEnd && !this.take(')')) {
      if (this.take(',')) continue;
      if (!this.readTableConstraint()) this.readColumn();
    }
    this.readOptions();
  }

  private readOptions(): void {
    while (!this.atEnd) {
      if (this.take('WITHOUT', 'ROWID')) this.withoutRowid = true;
      else if (this.take('STRICT')) this.strict = true;
      else this.next();
    }
  }

  private readColumn(): void {
    const name = this.name();
    this.skipType();
    let collation: string | null = null;
    let generated: Expression | null = null;
    let constraint: string | null = null;
    while (!this.atEnd && this.peek()!.keyword !== ',' && this.peek()!.keyword !== ')') {
      if (this.take('CONSTRAINT')) {
        constraint = this.name();
        continue;
      }
      if (this.take('COLLATE')) collation = this.name();
      else if (this.take('GENERATED', 'ALWAYS', 'AS') || this.take('AS')) {
        generated = this.expression(this.parenthesis());
      } else if (this.take('DEFAULT')) this.skipDefault();
      else this.readColumnConstraint(name, constraint);
      constraint = null;
    }
    this.columns.push({ name, collation, generated });
  }

  /** A type is any words and a parenthesis. */
  private skipType(): void {
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.keyword === '(') this.parenthesis();
      else if (token.keyword === ',' || token.keyword === ')' || CONSTRAINT_WORDS.has(token.keyword)) return;
      else this.next();
    }
  }

  private skipDefault(): void {
    if (this.peek()?.keyword === '(') {
      this.parenthesis();
      return;
    }
    if (!this.take('+')) this.take('-');
    this.next();
  }

  private readColumnConstraint(column: string, name: string | null): void {
    if (this.take('PRIMARY', 'KEY')) {
      if (!this.take('ASC')) this.take('DESC');
      this.keys.push({ name, primary: true, columns: [column], onConflict: this.onConflict() });
      if (this.take('AUTOINCREMENT')) this.autoincrement = true;
    } else if (this.take('UNIQUE')) {
      this.keys.push({ name, primary: false, columns: [column], onConflict: this.onConflict() });
    } else if (this.take('CHECK')) {
      this.checks.push({ name, column, expression: this.expression(this.parenthesis()) });
    } else if (this.take('REFERENCES')) {
      this.readReference(name, [column]);
    } else if (this.take('NOT', 'NULL') || this.take('NULL')) {
      this.onConflict();
    } else this.next();
  }

  /** Table constraints may follow each other without a comma, so each is read on its own. */
  private readTableConstraint(): boolean {
    const name = this.take('CONSTRAINT') ? this.name() : null;
    if (this.take('PRIMARY', 'KEY')) {
      const parts = this.list();
      if (parts.some((part) => part.some((token) => token.keyword === 'AUTOINCREMENT')))
        this.autoincrement = true;
      this.keys.push({ name, primary: true, columns: namesOf(parts), onConflict: this.onConflict() });
    } else if (this.take('UNIQUE')) {
      const columns = namesOf(this.list());
      this.keys.push({ name, primary: false, columns, onConflict: this.onConflict() });
    } else if (this.take('CHECK')) {
      this.checks.push({ name, column: null, expression: this.expression(this.parenthesis()) });
      this.onConflict();
    } else if (this.take('FOREIGN', 'KEY')) {
      const columns = namesOf(this.list());
      if (this.take('REFERENCES')) this.readReference(name, columns);
    } else return name !== null;
    return true;
  }

  private readReference(name: string | null, columns: readonly string[]): void {
    this.name();
    this.parenthesis();
    let deferrable = false;
    for (;;) {
      if (this.take('ON')) this.readAction();
      else if (this.take('MATCH')) this.name();
      else if (this.take('NOT', 'DEFERRABLE')) deferrable = false;
      else if (this.take('DEFERRABLE')) deferrable = true;
      else if (this.take('INITIALLY')) this.next();
      else break;
    }
    this.foreignKeys.push({ name, columns, deferrable });
  }

  private readAction(): void {
    this.next();
    if (this.take('SET', 'NULL') || this.take('SET', 'DEFAULT') || this.take('NO', 'ACTION')) return;
    this.next();
  }

  private onConflict(): OnConflict {
    if (!this.take('ON', 'CONFLICT')) return 'abort';
    return (this.next()?.keyword.toLowerCase() ?? 'abort') as OnConflict;
  }
}

function namesOf(parts: readonly Token[][]): string[] {
  return parts.flatMap((part) => (part[0] === undefined ? [] : [part[0].value]));
}

function withoutDirection(part: readonly Token[]): readonly Token[] {
  const last = part[part.length - 1]?.keyword;
  return last === 'ASC' || last === 'DESC' ? part.slice(0, -1) : part;
}
