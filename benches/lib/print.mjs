import { ratiosOf } from "./measure.mjs";

/** Prints a table of contenders, with the target of each row, if it has one by its name. */
export function print(title, rows, targets = {}) {
  console.log(`\n${title}`);
  const width = widest(rows.map(({ name }) => name));
  for (const row of rows) {
    console.log(`  ${row.name.padEnd(width)}  ${time(row.ms)}  ${ratio(row)}${judged(row, targets[row.name])}`);
  }
}

/** Prints a table of contenders with their times by each clock. */
export function printBy(title, rowsBy) {
  console.log(`\n${title}`);
  const clocks = Object.keys(rowsBy);
  const names = rowsBy[clocks[0]].map(({ name }) => name);
  const width = widest(names);
  console.log(`  ${"".padEnd(width)}${clocks.map((clock) => `  ${clock.padStart(10).padEnd(30)}`).join("")}`.trimEnd());
  for (const [index, name] of names.entries()) {
    const cells = clocks.map((clock) => {
      const row = rowsBy[clock][index];
      return `  ${time(row.ms)}  ${ratio(row).padEnd(18)}`;
    });
    console.log(`  ${name.padEnd(width)}${cells.join("")}`.trimEnd());
  }
}

/** Prints how one row of a table stands to another, by a clock where there are several, and whether that meets a target. */
export function printAgainst(rows, name, base, target, clock) {
  const find = (wanted) => rows.find((row) => row.name === wanted);
  const ratios = ratiosOf(find(name), find(base));
  const by = clock === undefined ? "" : `, ${clock}`;
  console.log(`  ${name} to ${base}${by}: ${ratio(ratios)}${judged(ratios, target)}`);
}

/**
 * Prints a table with one line a subject, in which the last of its contenders is compared with the first; what is between them is
 * shown. Says at the end how many lines meet the target.
 */
export function printLines(title, lines, target) {
  console.log(`\n${title}`);
  const width = widest(lines.map(({ subject }) => subject));
  const names = lines[0].rows.map(({ name }) => name);
  const columns = names.map((name) => Math.max(10, name.length));
  console.log(`  ${"".padEnd(width)}   bytes  ${names.map((name, index) => name.padStart(columns[index])).join("  ")}`);
  for (const { subject, bytes, rows } of lines) {
    const cells = rows.map(({ ms }, index) => time(ms).padStart(columns[index]));
    console.log(
      `  ${subject.padEnd(width)}  ${String(bytes).padStart(6)}  ${cells.join("  ")}  ${ratio(rows.at(-1))}${judged(rows.at(-1), target)}`,
    );
  }
  const met = lines.filter(({ rows }) => rows.at(-1).ratio <= target).length;
  console.log(`  target ${target} met by ${met} of ${lines.length}`);
}

const widest = (texts) => Math.max(...texts.map((text) => text.length));

/** The median of the ratios, and their quartiles. */
const ratio = ({ ratio: middle, low, high }) => `${middle.toFixed(2)} × (${low.toFixed(2)}–${high.toFixed(2)})`;

function time(ms) {
  const text = ms >= 1 ? `${ms.toFixed(2)} ms` : `${(1000 * ms).toFixed(ms >= 0.1 ? 0 : 2)} µs`;
  return text.padStart(10);
}

function judged({ ratio: reached }, target) {
  if (target === undefined) {
    return "";
  }
  if (reached <= target) {
    return `   target ${target}: met`;
  }
  return `   target ${target}: missed by ${(reached / target - 1).toLocaleString("en", { style: "percent" })}`;
}
