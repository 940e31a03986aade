/**
 * Draws one variable of a row: sets its bin, and its value if it is a number.
 * @param cell 32 random bits of this cell and attempt, from which all others are made
 */
export type DrawVariable = (row: number, cell: number) => void;
