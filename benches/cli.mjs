import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compare, median } from "./lib/measure.mjs";
import { print } from "./lib/print.mjs";

const COMMAND = fileURLToPath(new URL("../node_modules/isometric-registry/dist/cli.js", import.meta.url));
/** How much longer than a bare Node a command may take, in ms. */
const TARGET = 250;
/** Lets a process say at its end how much processor time it took, in µs. */
const SAY_CPU =
  "data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('\\ncpu '+(user+system))})";

/** The command line, each time in a process that has just started. */
export async function benchCli() {
  const cpu = {};
  const contender = (name, ...words) => ({
    name,
    run: async () => {
      const { stderr } = await promisify(execFile)(process.execPath, ["--import", SAY_CPU, ...words]);
      cpu[name] = [...(cpu[name] ?? []), Number(/cpu (\d+)$/.exec(stderr)?.[1]) / 1000];
    },
  });
  const [bare, local] = ["node -e 0", "projects list --local"];
  const rows = await compare(
    [
      contender(bare, "-e", "0"),
      contender("--help", COMMAND, "--help"),
      contender("completion words retire", COMMAND, "completion", "words", "retire"),
      contender(local, COMMAND, "projects", "list", "--local"),
    ],
    { rounds: 15, warmUp: 2 },
  );
  print("The command line, from its start to its end", rows);
  const times = rows.at(-1).times.map((time, round) => time - rows[0].times[round]);
  say(`${local}: more than ${bare}`, median(times));
  say("the same in processor time", median(cpu[local]) - median(cpu[bare]));
}

function say(what, ms) {
  console.log(`  ${what}: ${ms.toFixed(0)} ms (target ${TARGET}: ${ms < TARGET ? "met" : "missed"})`);
}
