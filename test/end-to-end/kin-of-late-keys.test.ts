import { beforeAll, describe, expect, it } from 'vitest';
import { hash32, unit } from '../../src/random/hash.js';
import { drawRows, learnScript, type Row, type Rows } from '../synthesize.js';

/** A row that names one of its own children (a department its head, a topic its last post) does so in the copy. */

const chance = (row: number, salt: number): number => unit(hash32(29, row, salt));
const departments = Array.from({ length: 300 }, (_, department) => department);
/** One department in five has nobody. */
const staffOf = (department: number): number[] =>
  chance(department, 1) < 0.2
    ? []
    : Array.from({ length: 1 + Math.floor(chance(department, 2) * 7) }, (_, i) => department * 10 + i);
const headOf = (department: number): number | null => {
  const staff = staffOf(department);
  return staff[Math.floor(chance(department, 3) * staff.length)] ?? null;
};
const payOf = (person: number, department: number): number =>
  Math.round((headOf(department) === person ? 9_000 : 3_000) + chance(person, 4) * 2_000);
const postsOf = (topic: number): number[] =>
  Array.from({ length: 1 + Math.floor(chance(topic, 5) * 9) }, (_, i) => topic * 10 + i);

const script = `
  PRAGMA foreign_keys = OFF;
  CREATE TABLE departments (id INTEGER PRIMARY KEY, floor INTEGER NOT NULL, head_id INTEGER REFERENCES people);
  CREATE TABLE people (id INTEGER PRIMARY KEY, department_id INTEGER NOT NULL REFERENCES departments, pay INTEGER NOT NULL);
  CREATE TABLE topics (id INTEGER PRIMARY KEY, board INTEGER NOT NULL, last_post_id INTEGER REFERENCES posts);
  CREATE TABLE posts (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL REFERENCES topics, likes INTEGER NOT NULL);
  INSERT INTO departments VALUES ${departments
    .map((id) => `(${id}, ${Math.floor(chance(id, 6) * 4)}, ${headOf(id) ?? 'NULL'})`)
    .join()};
  INSERT INTO people VALUES ${departments
    .flatMap((department) =>
      staffOf(department).map((id) => `(${id}, ${department}, ${payOf(id, department)})`),
    )
    .join()};
  INSERT INTO topics VALUES ${departments
    .map((id) => `(${id}, ${Math.floor(chance(id, 7) * 5)}, ${postsOf(id).at(-1)})`)
    .join()};
  INSERT INTO posts VALUES ${departments
    .flatMap((topic) => postsOf(topic).map((id) => `(${id}, ${topic}, ${Math.floor(chance(id, 8) * 30)})`))
    .join()};`;

let copy: Rows;

beforeAll(async () => {
  copy = drawRows(await learnScript(script), { seed: 5, scale: 2 });
});

/** Rows of a table by one of their columns. */
function group(rows: readonly Row[], column: string): Map<unknown, Row[]> {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) groups.set(row[column], [...(groups.get(row[column]) ?? []), row]);
  return groups;
}

describe('a foreign key that closes a cycle', () => {
  it('leads to a row that belongs to its own', () => {
    const people = group(copy.people!, 'id');
    const led = copy.departments!.filter(({ head_id }) => head_id !== null);
    expect(led.length).toBeGreaterThan(0.6 * copy.departments!.length);
    for (const { id, head_id } of led) expect(people.get(head_id)![0]!.department_id).toBe(id);
  });

  it('is NULL where a row has none that belong to it, and hardly elsewhere', () => {
    const staff = group(copy.people!, 'department_id');
    const headless = copy.departments!.filter(({ head_id }) => head_id === null);
    const deserted = copy.departments!.filter(({ id }) => !staff.has(id));
    expect(deserted.every(({ head_id }) => head_id === null)).toBe(true);
    expect(headless.length).toBeLessThan(1.15 * deserted.length);
  });

  it('leads to the one of them that the source leads to', () => {
    const people = group(copy.people!, 'id');
    const pays = copy
      .departments!.filter(({ head_id }) => head_id !== null)
      .map(({ head_id }) => Number(people.get(head_id)![0]!.pay));
    const wellPaid = pays.filter((pay) => pay > 7_000);
    const posts = group(copy.posts!, 'topic_id');
    const last = copy.topics!.filter(
      ({ id, last_post_id }) =>
        last_post_id === Math.max(...(posts.get(id) ?? []).map((post) => Number(post.id))),
    );
    expect(wellPaid.length).toBeGreaterThan(0.8 * pays.length);
    expect(last.length).toBeGreaterThan(0.8 * copy.topics!.length);
  });
});
