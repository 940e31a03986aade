/** Functions that make a moment of a text, and which: NULL where the text is none. */
export const MOMENT_FUNCTIONS: Readonly<Record<string, 'date' | 'timestamp' | 'time'>> = {
  date: 'date',
  datetime: 'timestamp',
  julianday: 'timestamp',
  unixepoch: 'timestamp',
  time: 'time',
};
