/** What a database is, and what this user may do there. Plain JSON; nothing in it is secret. */
export interface Diagnosis {
  /** Safe to print: no password, no query string. */
  readonly label: string;
  readonly product: string;
  readonly version: string;
  /** Null where there are no users. */
  readonly user: string | null;
  /** Protocol of the connection's encryption; null when it is not encrypted. */
  readonly tls: string | null;
  /** Whether something stands between that hands one connection of the server to several programs. */
  readonly isPooled: boolean;
  /** Whether the server only repeats what another one is told, and so takes no rows. */
  readonly isReplica: boolean;
  readonly asSource: readonly Finding[];
  readonly asTarget: readonly Finding[];
  /** Statements by which an administrator lets this user do its part, and no more. */
  readonly grants: { readonly source: readonly string[]; readonly target: readonly string[] };
}

export interface Finding {
  /** `limit`: it works, but slower, or not for everything. `problem`: it does not work. */
  readonly level: 'good' | 'limit' | 'problem';
  readonly sentence: string;
}

/** Whether nothing stands in the way of a use. */
export function isUsable(findings: readonly Finding[]): boolean {
  return findings.every(({ level }) => level !== 'problem');
}

/** A finding that is good or, where something is missing, of another level and in other words. */
export function find(isGood: boolean, good: string, level: Finding['level'], otherwise: string): Finding {
  return isGood ? { level: 'good', sentence: good } : { level, sentence: otherwise };
}

/** Names in a sentence: the first few, and how many more. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

const MOST_NAMES = 5;
