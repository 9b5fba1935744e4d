// Exports a copy in a file into a folder, again and again if it is told to, and prints the last report.
import { openMirror } from "isometric-registry/mirror";
import { exportFolder, sqliteStore } from "isometric-registry/mirror/node";

const { path, folder, format, views, times = 1 } = JSON.parse(process.argv[2]);
const mirror = await openMirror(await sqliteStore(path));
let report;
for (let count = 0; count < times; count += 1) {
  report = await mirror.export({ to: exportFolder(folder, { overwrite: true }), format, views, verify: false });
  console.error("exported");
}
console.log(JSON.stringify(report));
await mirror.close();
