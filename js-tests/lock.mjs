import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { alone } from "../scripts/lib/lock.mjs";

// Does its turns alone, as `lock.test.mjs` asks; ends in the middle of the last one if it is to die.
const [, , folder, turns, dies] = process.argv;
const room = path.join(folder, "room");
for (let turn = 1; turn <= Number(turns); turn++) {
  await alone(
    async () => {
      await writeFile(room, "", { flag: "wx" });
      await new Promise(setImmediate);
      await rm(room);
      if (dies === "dies" && turn === Number(turns)) {
        process.exit(0);
      }
    },
    { folder: path.join(folder, "locks"), pollMs: 1 },
  );
}
