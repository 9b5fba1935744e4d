import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { contenders } from "./lib/clients.mjs";
import { generateClients, heyApiModule } from "./lib/hey-api.mjs";
import { compare } from "./lib/measure.mjs";
import { LETTERS } from "./lib/pages.mjs";
import { print, printAgainst } from "./lib/print.mjs";
import { nameOf } from "./lib/walking.mjs";

/** How many walks a turn takes. */
const WALKS = 5;

/** Walks as `walk` does, each client in a process of its own, as in a user's program: turns are taken from one process to the next. */
export async function benchWalkApart() {
  const heyApi = await generateClients();
  const names = contenders(() => {}, heyApi).map(nameOf);
  for (const letters of Object.keys(LETTERS)) {
    const walkers = names.map((name, index) => ({ name, child: startWalker(letters, index) }));
    const rows = await compare(
      walkers.map(({ name, child }) => ({ name, run: () => turnOf(child) })),
      { rounds: 21, warmUp: 10 },
    );
    for (const { child } of walkers) {
      child.kill();
    }
    const byPages = "isometric-registry, by pages, bigints";
    print(`Walks of 40 pages, each client in a process of its own, ${letters}, ${WALKS} walks a turn`, rows, {
      [byPages]: 0.75,
    });
    printAgainst(rows, byPages, "openapi-fetch + zod, bigints", 0.4);
    printAgainst(rows, byPages, "hey-api + zod + its transformer, bigints");
    printAgainst(rows, "isometric-registry, node by node, bigints", byPages, 1.15);
  }
}

const startWalker = (letters, index) =>
  fork(fileURLToPath(new URL("lib/walker.mjs", import.meta.url)), [
    heyApiModule,
    letters,
    String(index),
    String(WALKS),
  ]);

/** One turn of a process. */
async function turnOf(child) {
  child.send("walk");
  await once(child, "message");
}
