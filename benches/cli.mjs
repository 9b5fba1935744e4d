import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compare, median } from "./lib/measure.mjs";
import { print } from "./lib/print.mjs";

const COMMAND = fileURLToPath(new URL("../node_modules/isometric-registry/dist/cli.js", import.meta.url));
/** How much longer than a bare Node a command may take, in ms. */
const TARGET = 250;

/** The command line, each time in a process that has just started. */
export async function benchCli() {
  const run = promisify(execFile);
  const node = (...words) => ({ run: () => run(process.execPath, words) });
  const rows = await compare(
    [
      { name: "node -e 0", ...node("-e", "0") },
      { name: "--help", ...node(COMMAND, "--help") },
      { name: "completion words retire", ...node(COMMAND, "completion", "words", "retire") },
      { name: "projects list --local", ...node(COMMAND, "projects", "list", "--local") },
    ],
    { rounds: 15, warmUp: 2 },
  );
  print("The command line, from its start to its end", rows);
  const [bare, local] = [rows[0], rows.at(-1)];
  const more = median(local.times.map((time, round) => time - bare.times[round]));
  console.log(
    `  ${local.name}: ${more.toFixed(0)} ms more than ${bare.name} (target ${TARGET}: ${more < TARGET ? "met" : "missed"})`,
  );
}
