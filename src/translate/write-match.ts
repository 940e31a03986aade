import type { Expression } from '../check/expression.js';
import type { ExpressionScope } from './expression-scope.js';
import { literalText } from './literal-text.js';
import { globToRegexp, isCommonRegexp, readGlobPattern, readLikePattern } from './read-pattern.js';

/**
 * Writes that a text matches a pattern, the negation left aside.
 * @param text what is matched, in the words of the target
 * @param isFolded whether the source matches it without case
 * @returns null when the target has no such pattern
 */
export function writeMatch(
  node: Extract<Expression, { kind: 'match' }>,
  text: string,
  isFolded: boolean,
  { dialect, product: { words } }: ExpressionScope,
): string | null {
  const pattern = literalText(node.pattern);
  const escape = node.escape === null ? null : literalText(node.escape);
  if (pattern === null || (node.escape !== null && escape === null)) return null;
  switch (node.operator) {
    case 'like':
      // SQLite's LIKE ignores case, MySQL's goes by the collation.
      return words.like(text, readLikePattern(pattern, escape, dialect), dialect === 'sqlite' || isFolded);
    case 'ilike':
      return words.like(text, readLikePattern(pattern, escape, dialect), true);
    case 'glob': {
      const parts = readGlobPattern(pattern);
      if (parts !== null) return words.like(text, parts, false);
      const regexp = globToRegexp(pattern);
      return regexp === null ? null : words.regexp(text, regexp, false);
    }
    case 'regexp':
    case 'iregexp':
      if (!isCommonRegexp(pattern)) return null;
      return words.regexp(text, pattern, node.operator === 'iregexp' || isFolded);
    case 'similar':
      return null;
  }
}
