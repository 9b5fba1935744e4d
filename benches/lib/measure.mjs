/** Keeps results alive, so that no engine finds the work to be for nothing. */
export const sink = [];

/** The duration of a round of repeated work, in ms: long compared with the steps of any clock. */
const ROUND = 10;

/** What a turn is timed by, unless it is said otherwise. A clock says how many ms have gone by. */
const WALL = { wall: () => performance.now() };

/**
 * Measures contenders in turn, round by round, so that a machine whose speed drifts slows all of them; each round begins with another. The
 * first is what the others are compared with. Gives for each its times, their median in ms, and its ratios to the first.
 */
export async function compare(contenders, options) {
  return (await compareBy(WALL, contenders, options)).wall;
}

/**
 * The same by several clocks at once: gives what {@link compare} does for each, by its name. A clock may take its time to answer; the first
 * is read closest to the work.
 */
export async function compareBy(clocks, contenders, { rounds = 15, warmUp = 5 } = {}) {
  const names = Object.keys(clocks);
  const read = async (order) => {
    const times = {};
    for (const name of order) {
      times[name] = await clocks[name]();
    }
    return times;
  };
  const turns = contenders.map(() => []);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (turn + round + warmUp) % contenders.length;
      globalThis.gc?.();
      const start = await read([...names].reverse());
      sink[0] = await contenders[index].run();
      const end = await read(names);
      if (round >= 0) {
        turns[index].push(Object.fromEntries(names.map((name) => [name, end[name] - start[name]])));
      }
    }
  }
  const rowsBy = (clock) => {
    const all = turns.map((taken) => taken.map((times) => times[clock]));
    return contenders.map(({ name }, index) => {
      const row = { name, times: all[index], ms: median(all[index]) };
      return { ...row, ...ratiosOf(row, { times: all[0] }) };
    });
  };
  return Object.fromEntries(names.map((name) => [name, rowsBy(name)]));
}

/** The same for work that is too short to be timed once: each round repeats it, and what is given is the time of one. */
export async function compareShort(contenders) {
  const count = await countOf(contenders[0].run);
  const rows = await compare(
    contenders.map(({ name, run }) => ({ name, run: repeat(run, count) })),
    { warmUp: 2 },
  );
  return rows.map((row) => ({ ...row, ms: row.ms / count }));
}

/** The median of one row's ratios to another, each of one round, and the quartiles around it. */
export function ratiosOf(row, base) {
  const ratios = row.times.map((time, round) => time / base.times[round]);
  return { ratio: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

export const median = (values) => quantile(values, 0.5);

function quantile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * part)];
}

/** How often work is to be repeated for a round. */
async function countOf(run) {
  for (let count = 1; ; count *= 2) {
    const start = performance.now();
    await repeat(run, count)();
    const elapsed = performance.now() - start;
    if (elapsed >= ROUND / 2) {
      return Math.ceil((count * ROUND) / elapsed);
    }
  }
}

/** Work that returns its result at once is repeated without waiting. */
function repeat(run, count) {
  return async () => {
    let last = run(0);
    if (typeof last?.then === "function") {
      last = await last;
      for (let index = 1; index < count; index += 1) {
        last = await run(index);
      }
    } else {
      for (let index = 1; index < count; index += 1) {
        last = run(index);
      }
    }
    return last;
  };
}
