import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { Failure, main } from "./lib/run.mjs";
import { serveSite } from "./lib/serve-site.mjs";
import { buildPage } from "./www-build.mjs";

const PORT = 5173;
const basePath = "/registry";

/**
 * Serves the demo page on loopback, at 5173 or, where that is taken, at a free port. With `ISOMETRIC_CLIENT_SECRET` in
 * the environment the page shows the real registry through a proxy, which lets nothing through that acts unless
 * `allowWrites` is set.
 * `registry` names another registry.
 *
 * @param {{
 *   port?: number,
 *   allowWrites?: boolean,
 *   registry?: { baseUrl: string, clientSecret: string, accessToken: string },
 * }} [options]
 */
export async function servePage({ port, allowWrites = false, registry } = {}) {
  const isProxied = registry !== undefined || process.env.ISOMETRIC_CLIENT_SECRET;
  const proxied = isProxied ? await proxyToRegistry(allowWrites, registry) : {};
  if (port !== undefined) {
    return serveSite({ port, ...proxied });
  }
  return serveSite({ port: PORT, ...proxied }).catch((error) => {
    if (error.code !== "EADDRINUSE") {
      throw error;
    }
    return serveSite(proxied);
  });
}

/** A proxy with the credentials of the environment, and the note to the page that it is there. */
async function proxyToRegistry(allowWrites, registry) {
  const { createProxy, toNodeHandler } = await import("isometric-registry/proxy");
  const proxy = createProxy({
    ...registry,
    basePath,
    allow: ["public", "private-reads", ...(allowWrites ? ["retirements.create"] : [])],
    authorize: () => true, // whoever reaches loopback is the one who set the credentials
  });
  const environment = process.env.ISOMETRIC_ENVIRONMENT || "sandbox";
  const told = JSON.stringify({ baseUrl: basePath, environment, writes: allowWrites });
  const note = `<meta name="registry-proxy" content="${told.replaceAll('"', "&quot;")}" />`;
  const handle = toNodeHandler(proxy);
  return {
    change: (html) => html.replace("</head>", `${note}</head>`),
    answer(request, response) {
      const isMeant = request.url.startsWith(`${basePath}/`);
      if (isMeant) {
        handle(request, response);
      }
      return isMeant;
    },
  };
}

/** Builds the page, serves it as the command line says, and prints where. */
export async function start(args) {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string" }, "allow-writes": { type: "boolean" } },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(port >= 0 && port < 65_536)) {
    throw new Failure(`"${values.port}" is not a port.`);
  }
  await buildPage();
  const page = await servePage({ port, allowWrites: values["allow-writes"] });
  console.log(`The demo page is at ${page.address} until you stop it with Ctrl+C.`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    await start(process.argv.slice(2));
  });
}
