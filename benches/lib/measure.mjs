/** Keeps results alive, so that no engine finds the work to be for nothing. */
export const sink = [];

/**
 * Measures contenders in turn, round by round, so that a machine whose speed drifts slows all of them. The first is what the others are
 * compared with. Gives for each its median time in ms and the median of its ratios to the first, each of one round.
 */
export async function compare(contenders, { rounds = 15, warmUp = 5 } = {}) {
  const times = contenders.map(() => []);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const [index, { run }] of contenders.entries()) {
      globalThis.gc?.();
      const start = performance.now();
      sink[0] = await run();
      const elapsed = performance.now() - start;
      if (round >= 0) times[index].push(elapsed);
    }
  }
  return contenders.map(({ name }, index) => ({
    name,
    ms: median(times[index]),
    ratio: median(times[index].map((time, round) => time / times[0][round])),
  }));
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Prints a table, and beside each row the target that the first one with its name has. */
export function print(title, rows, targets = {}) {
  console.log(`\n${title}`);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, ms, ratio } of rows) {
    const target = targets[name];
    const judged = target === undefined ? "" : ratio <= target ? `   target ${target}: met` : `   target ${target}: missed by ${(ratio / target - 1).toLocaleString("en", { style: "percent" })}`;
    console.log(`  ${name.padEnd(width)}  ${ms.toFixed(2).padStart(9)} ms  ${ratio.toFixed(2)} ×${judged}`);
  }
}
