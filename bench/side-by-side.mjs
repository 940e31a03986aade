// What the benches of servers share: both sides take turns in one run (three, or what TURNS says), and the medians of
// their times are compared. Ratios of a machine that does other things meanwhile say little.

/** Prints how long both sides take, and how many times longer ours does. */
export async function compare(what, theirs, floor, ours, { turns = Number(process.env.TURNS ?? 3), goal }) {
  const times = { floor: [], ours: [] };
  for (let turn = 0; turn < turns; turn++) {
    times.floor.push(await secondsOf(floor));
    times.ours.push(await secondsOf(ours));
  }
  const [their, own] = [median(times.floor), median(times.ours)];
  const ratio = own / their;
  console.log(
    `${what}: ${theirs} ${their.toFixed(2)} s, dbsynth ${own.toFixed(2)} s, ratio ${ratio.toFixed(2)} (goal ${goal}) ${ratio <= goal ? 'reached' : 'MISSED'}`,
  );
}

/** Reads all rows of a table and counts them. */
export async function readAll(source, name) {
  let count = 0;
  for await (const batch of batchesOf(source, await tableOf(source, name))) count += batch.rows;
  return count;
}

/** Some of a table's rows as batches, for all of them would not fit. */
export async function keepBatches(source, name, most) {
  const batches = [];
  for await (const batch of batchesOf(source, await tableOf(source, name))) {
    batches.push(batch);
    if (batches.length === most) break;
  }
  return batches;
}

/** Writes batches again and again into a table that is emptied first, until it has so many rows. */
export async function writeAll(target, name, batches, rows) {
  const table = await tableOf(target, name);
  const load = await target.begin({ create: null, truncate: [table], deferForeignKeys: false });
  let count = 0;
  for (let turn = 0; count < rows; turn++) {
    const batch = batches[turn % batches.length];
    await load.write(table, batch);
    count += batch.rows;
  }
  await load.finish();
  await load.commit();
}

async function tableOf(database, wanted) {
  return (await database.introspect()).tables.find(({ name }) => name === wanted);
}

function batchesOf(source, table) {
  return source.read(
    table,
    table.columns.map(({ name }) => name),
  );
}

async function secondsOf(step) {
  const start = performance.now();
  await step();
  return (performance.now() - start) / 1000;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
