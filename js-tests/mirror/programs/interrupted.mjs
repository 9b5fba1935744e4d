// Begins a copy in a file and leaves it unfinished.
import { RegistryClient } from "isometric-registry";
import { openMirror } from "isometric-registry/mirror";
import { sqliteStore } from "isometric-registry/mirror/node";

const { path, baseUrl, clientSecret } = JSON.parse(process.argv[2]);
const mirror = await openMirror(await sqliteStore(path));
const interrupted = new AbortController();
const onProgress = ({ requests }) => requests > 20 && interrupted.abort(new Error("enough"));
const registry = new RegistryClient({ baseUrl, clientSecret });
const ended = await mirror
  .refresh(registry, { signal: interrupted.signal, onProgress })
  .catch(({ message }) => message);
console.log(JSON.stringify(ended));
await mirror.close();
