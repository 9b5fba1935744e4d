import { benchBrowser } from "../browser.mjs";
import { benchCalls } from "../calls.mjs";
import { benchDecode } from "../decode.mjs";
import { benchLocalScale } from "../local-scale.mjs";
import { benchLongWalk } from "../long-walk.mjs";
import { benchStartup } from "../startup.mjs";
import { benchWalk } from "../walk.mjs";
import { benchWeight } from "../weight.mjs";
import { generateClients } from "./hey-api.mjs";

/** All benches, by their names. */
export const benches = {
  weight: benchWeight,
  decode: benchDecode,
  calls: benchCalls,
  walk: async () => benchWalk(await generateClients()),
  browser: benchBrowser,
  startup: benchStartup,
  "long-walk": benchLongWalk,
  "local-scale": benchLocalScale,
};
