// Refreshes a copy in a file as often as it is told, and prints the last report and a verification.
import { RegistryClient } from "isometric-registry";
import { openMirror } from "isometric-registry/mirror";
import { sqliteStore } from "isometric-registry/mirror/node";

const { path, baseUrl, clientSecret, refreshes = 1, sweep } = JSON.parse(process.argv[2]);
const registry = new RegistryClient({ baseUrl, clientSecret });
const mirror = await openMirror(await sqliteStore(path));
let report;
for (let count = 0; count < refreshes; count += 1) {
  report = await mirror.refresh(registry, { sweep });
}
const verified = await mirror.verify();
console.log(JSON.stringify({ report, verified }));
await mirror.close();
