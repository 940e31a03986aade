/** The last line of a schema's comment says that dbsynth filled it, so that it may be filled again. */
export const MARK = 'Synthetic data, made by dbsynth.';

/** A schema's comment with our mark behind it. */
export function withMark(comment: string | null): string {
  const own = withoutMark(comment);
  return own === null ? MARK : `${own}\n${MARK}`;
}

/** A schema's comment without our mark; null when nothing is left. */
export function withoutMark(comment: string | null): string | null {
  if (comment === null || comment === MARK) return null;
  return comment.endsWith(`\n${MARK}`) ? comment.slice(0, -MARK.length - 1) : comment;
}

/** Whether a schema's comment bears our mark. */
export function isMarked(comment: string | null): boolean {
  return comment !== withoutMark(comment);
}
