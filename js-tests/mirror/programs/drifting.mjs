// Copies a registry whose retirements have got a property that nobody knows.
import { RegistryClient } from "isometric-registry";
import { openMirror } from "isometric-registry/mirror";
import { sqliteStore } from "isometric-registry/mirror/node";

const { path, baseUrl, clientSecret } = JSON.parse(process.argv[2]);
const registry = new RegistryClient({
  baseUrl,
  clientSecret,
  fetch: async (url, init) => {
    const response = await fetch(url, init);
    const body = await response.text();
    const isList = url.includes("/retirements?");
    return new Response(isList ? body.replaceAll('"purposes":', '"mood":"good","purposes":') : body, response);
  },
});
const mirror = await openMirror(await sqliteStore(path));
console.log(JSON.stringify(await mirror.refresh(registry)));
await mirror.close();
