import { DbsynthError } from '../errors.js';

/** Deals numbers to rows so that the text made from a row's number is not in use. */
export interface FreeTexts {
  /** The column, for messages. */
  readonly of: string;
  /** First number to deal. */
  readonly first: number;
  /** How many numbers there are; after the last one comes 0. */
  readonly capacity: number;
  readonly isTaken: (text: string) => boolean;
  /** Rows may go without a text when all are in use. */
  readonly isOptional: boolean;
}

const UNDEALT = -1;
const NONE_LEFT = -2;

/**
 * Gives each row of a column that is numbered a number of its own, passing over numbers whose texts stand in the
 * target already. A row keeps its number until its text changes to one in use.
 */
export class FreeNumbers {
  private readonly numbers: Float64Array;
  private dealt = 0;

  constructor(
    rows: number,
    private readonly free: FreeTexts,
  ) {
    this.numbers = new Float64Array(rows).fill(UNDEALT);
  }

  /**
   * Makes the text of a row; rows must be asked for in order at first, so that they get the same numbers again.
   * @returns null when all texts are in use and the column may be without
   * @throws {DbsynthError} E_CAPACITY when all texts are in use
   */
  textOf(row: number, write: (number: number) => string): string | null {
    if (this.numbers[row] === UNDEALT) this.numbers[row] = this.deal();
    while (this.numbers[row] !== NONE_LEFT) {
      const text = write(this.numbers[row]!);
      if (!this.free.isTaken(text)) return text;
      this.numbers[row] = this.deal();
    }
    return null;
  }

  private deal(): number {
    const { of, first, capacity, isOptional } = this.free;
    if (this.dealt >= capacity && isOptional) return NONE_LEFT;
    if (this.dealt >= capacity)
      throw new DbsynthError(
        'E_CAPACITY',
        `${of}: no text is left that its unique key allows beside the rows that stand`,
        {
          hint: 'append fewer rows with --rows or --scale',
        },
      );
    return (first + this.dealt++) % capacity;
  }
}
