/**
 * Rows of one table, made empty in no time: each row holds the turn in which it was added.
 */
export class RowSet {
  private readonly turns: Uint32Array;
  private turn = 1;

  constructor(rows: number) {
    this.turns = new Uint32Array(rows);
  }

  has(row: number): boolean {
    return this.turns[row] === this.turn;
  }

  add(row: number): void {
    this.turns[row] = this.turn;
  }

  delete(row: number): void {
    this.turns[row] = 0;
  }

  clear(): void {
    if (++this.turn <= 0xffff_ffff) return;
    this.turns.fill(0);
    this.turn = 1;
  }
}
