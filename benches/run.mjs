import { cpus } from "node:os";
import { benchDecode } from "./decode.mjs";
import { generateClients } from "./lib/hey-api.mjs";
import { benchLocalScale } from "./local-scale.mjs";
import { benchLongWalk } from "./long-walk.mjs";
import { benchStartup } from "./startup.mjs";
import { benchWalk } from "./walk.mjs";
import { benchWeight } from "./weight.mjs";

const benches = {
  weight: benchWeight,
  decode: benchDecode,
  walk: async () => benchWalk(await generateClients()),
  startup: benchStartup,
  "long-walk": benchLongWalk,
  "local-scale": benchLocalScale,
};

const names = process.argv.slice(2);
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}. Medians; ratios are of one round, to the first line or column.`);
console.log("In brackets: between what the middle half of the ratios lies.");
for (const name of names.length > 0 ? names : Object.keys(benches)) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`There is no bench ${name}; there are ${Object.keys(benches).join(", ")}.`);
  await bench();
}
