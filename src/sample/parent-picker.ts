import { hash32, unit } from '../random/hash.js';

/** How many stubs that must not be picked are passed over. */
const MOST_AHEAD = 64;

/**
 * Hands out parent rows to references so that each parent gets about the number of children drawn with its row,
 * and rows of one cell are handed out in random order.
 */
export class ParentPicker {
  private readonly used: Int32Array;
  private readonly rowsOfCell: Int32Array[];
  /** Stubs of each cell: a parent row once per child it still gets, shuffled. */
  private readonly stubs: Int32Array[];
  private readonly next: Int32Array;
  /** Cells that may have stubs left, in no order. */
  private readonly openCells: number[] = [];

  /**
   * @param degrees children per parent row, scaled to the rows that will be asked for
   * @param cellOf cell of each parent row
   */
  constructor(
    private readonly degrees: Int32Array,
    private readonly cellOf: Uint8Array,
    cells: number,
    private readonly seed: number,
  ) {
    this.used = new Int32Array(degrees.length);
    this.rowsOfCell = groupRows(cellOf, cells);
    this.stubs = this.rowsOfCell.map((rows, cell) => this.shuffleStubs(rows, cell));
    this.next = new Int32Array(cells);
    this.stubs.forEach((stubs, cell) => {
      if (stubs.length > 0) this.openCells.push(cell);
    });
  }

  /** Counts a child that came to a parent otherwise (the same parent as a sibling's). */
  take(row: number): void {
    this.used[row]!++;
  }

  /** Whether a parent still misses children. */
  hasLeft(row: number): boolean {
    return this.used[row]! < this.degrees[row]!;
  }

  /** Gives back a parent that could not be used: it still misses the child, and is picked for another some time. */
  release(row: number): void {
    this.putBack(row);
    const stubs = this.stubs[this.cellOf[row]!]!;
    const next = this.next[this.cellOf[row]!]!;
    if (stubs[next] !== row) return;
    const other = next + (hash32(this.seed, row, next, 0x4e1) % (stubs.length - next));
    stubs[next] = stubs[other]!;
    stubs[other] = row;
  }

  /** Gives back a parent of a row that will be drawn again as it was: it is the next to be picked from its cell. */
  putBack(row: number): void {
    this.used[row]!--;
    const cell = this.cellOf[row]!;
    if (this.next[cell]! > 0) this.stubs[cell]![--this.next[cell]!] = row;
  }

  /**
   * Picks a parent row from a cell, or from another one when the cell has none left.
   * @param isAllowed false for rows that must not be picked (a pair that is taken)
   * @returns -1 when no parent row is allowed
   */
  pick(cell: number, child: number, attempt: number, isAllowed: (row: number) => boolean): number {
    const row = this.pickStub(cell, isAllowed) ?? this.pickElsewhere(cell, child, attempt, isAllowed);
    if (row >= 0) this.used[row]!++;
    return row;
  }

  /**
   * Picks a parent row from a list: rows of the cell that still miss children first, then others that do, then any.
   * @param start position from which the list is searched, round about
   * @param enough how many rows are looked at once one is found
   */
  pickAmong(
    rows: readonly number[],
    cellOf: Uint8Array,
    cell: number,
    start: number,
    isAllowed: (row: number) => boolean,
    enough = Infinity,
  ): number {
    let best = -1;
    let bestRank = 3;
    for (let i = 0; i < rows.length && bestRank > 0 && (i < enough || best < 0); i++) {
      const row = rows[(start + i) % rows.length]!;
      const isOpen = this.used[row]! < this.degrees[row]!;
      const rank = isOpen ? (cellOf[row] === cell ? 0 : 1) : 2;
      if (rank < bestRank && isAllowed(row)) {
        best = row;
        bestRank = rank;
      }
    }
    if (best >= 0) this.used[best]!++;
    return best;
  }

  private pickStub(cell: number, isAllowed: (row: number) => boolean): number | null {
    const stubs = this.stubs[cell]!;
    let at = this.next[cell]!;
    while (at < stubs.length && this.used[stubs[at]!]! >= this.degrees[stubs[at]!]!) at++;
    this.next[cell] = at;
    // The stubs of a cell of one row are all alike.
    const end = this.rowsOfCell[cell]!.length === 1 ? at + 1 : at + MOST_AHEAD;
    for (let ahead = at; ahead < Math.min(stubs.length, end); ahead++) {
      const row = stubs[ahead]!;
      if (this.used[row]! >= this.degrees[row]! || !isAllowed(row)) continue;
      stubs[ahead] = stubs[at]!;
      stubs[at] = row;
      this.next[cell] = at + 1;
      return row;
    }
    return null;
  }

  /** The cell is used up: first other cells' stubs, then any row, the cell's own before others. */
  private pickElsewhere(
    cell: number,
    child: number,
    attempt: number,
    isAllowed: (row: number) => boolean,
  ): number {
    const { openCells } = this;
    let at = openCells.length === 0 ? 0 : hash32(this.seed, child) % openCells.length;
    for (let left = openCells.length; left > 0; left--) {
      if (at >= openCells.length) at = 0;
      const open = openCells[at]!;
      const row = this.pickStub(open, isAllowed);
      if (row !== null) return row;
      if (this.next[open]! < this.stubs[open]!.length) at++;
      else this.close(at);
    }
    for (const rows of [this.rowsOfCell[cell]!, this.allRows()]) {
      const start = Math.floor(unit(hash32(this.seed, child, attempt + 1)) * rows.length);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[(start + i) % rows.length]!;
        if (isAllowed(row)) return row;
      }
    }
    return -1;
  }

  /** Forgets a cell without stubs: they are never dealt twice. */
  private close(at: number): void {
    const last = this.openCells.pop()!;
    if (at < this.openCells.length) this.openCells[at] = last;
  }

  private all: Int32Array | null = null;

  private allRows(): Int32Array {
    this.all ??= Int32Array.from({ length: this.degrees.length }, (_, row) => row);
    return this.all;
  }

  private shuffleStubs(rows: Int32Array, cell: number): Int32Array {
    const total = rows.reduce((sum, row) => sum + this.degrees[row]!, 0);
    const stubs = new Int32Array(total);
    let at = 0;
    for (const row of rows) for (let i = 0; i < this.degrees[row]!; i++) stubs[at++] = row;
    for (let i = total - 1; i > 0; i--) {
      const j = hash32(this.seed, cell, i) % (i + 1);
      const held = stubs[i]!;
      stubs[i] = stubs[j]!;
      stubs[j] = held;
    }
    return stubs;
  }
}

function groupRows(cellOf: Uint8Array, cells: number): Int32Array[] {
  const groups: number[][] = Array.from({ length: cells }, () => []);
  cellOf.forEach((cell, row) => groups[cell]!.push(row));
  return groups.map((rows) => Int32Array.from(rows));
}
