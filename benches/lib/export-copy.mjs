// Exports a copy in a file; prints how long that took, and how much memory.
import { openMirror } from "isometric-registry/mirror";
import { exportFolder, sqliteStore } from "isometric-registry/mirror/node";

const { path, out, options } = JSON.parse(process.argv[2]);

const mirror = await openMirror(await sqliteStore(path));
const started = performance.now();
const folder = exportFolder(out);
/** When the first file was opened: the copy is verified before. */
let opened = { at: Number.NaN, usage: process.cpuUsage() };
const to = {
  begin: (files) => folder.begin(files),
  open: (file) => {
    opened = Number.isNaN(opened.at) ? { at: performance.now(), usage: process.cpuUsage() } : opened;
    return folder.open(file);
  },
  publish: () => folder.publish(),
  discard: () => folder.discard(),
};
const { files, verified } = await mirror.export({ ...options, to });
const ms = performance.now() - opened.at;
const { user, system } = process.cpuUsage(opened.usage);
await mirror.close();
const sum = (name) => files.reduce((total, each) => total + each[name], 0);
const told = {
  verifying: opened.at - started,
  ms,
  busy: (user + system) / 1000,
  rows: sum("rows"),
  bytes: sum("bytes"),
  peak: process.resourceUsage().maxRSS * 1024,
  verified: verified && { laws: verified.laws },
};
console.log(JSON.stringify(told));
