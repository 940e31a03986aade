/** A rule that holds in this share of the rows is kept by construction. */
export const RULE_SHARE = 0.995;
