// Runs one bench, so that none finds the engine as another has left it.
import { benches } from "./benches.mjs";

await benches[process.argv[2]]();
