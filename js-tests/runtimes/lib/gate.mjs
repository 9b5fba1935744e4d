import { once } from "node:events";
import { request as ask, createServer } from "node:http";
import { createLocalRegistry } from "isometric-registry/local";
import { serve } from "isometric-registry/serve";

/**
 * A local registry over HTTP, behind a gate that notes each request and can hold some back: before the registry has acted,
 * or after.
 */
export async function serveBehindGate({ seed }) {
  const local = await createLocalRegistry({ seed });
  const { clientSecret, accessToken } = local.accounts.find(({ role }) => role === "buyer");
  const served = await serve(local);
  const requests = [];
  let held;

  async function pass(request, response) {
    const noted = { line: `${request.method} ${request.url}`, status: undefined, isCancelled: false };
    requests.push(noted);
    response.on("close", () => {
      noted.isCancelled = !response.writableFinished;
      noted.ended?.();
    });
    const hold = held?.pattern.test(noted.line) ? held : undefined;
    if (hold && !hold.hasActed) {
      hold.arrived(noted);
      await hold.released;
    }
    const { method, headers, url } = request;
    const forwarded = ask(new URL(url, served.baseUrl), { method, headers });
    // Whoever has asked may be gone by now.
    request.on("error", () => {}).pipe(forwarded);
    const [answer] = await once(forwarded, "response");
    if (hold?.hasActed) {
      hold.arrived(noted);
      await hold.released;
    }
    noted.status = answer.statusCode;
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

  return {
    local,
    requests,
    env: {
      ISOMETRIC_BASE_URL: `http://127.0.0.1:${port}/registry/v0`,
      ISOMETRIC_CLIENT_SECRET: clientSecret,
      ISOMETRIC_ACCESS_TOKEN: accessToken,
    },
    /**
     * Holds requests back whose method and path match. `arrived` is the first of them, `release` lets all go.
     *
     * @param {RegExp} pattern
     */
    hold(pattern, { hasActed = false } = {}) {
      const { promise: arrived, resolve: tell } = deferred();
      const { promise: released, resolve: release } = deferred();
      held = { pattern, hasActed, arrived: tell, released };
      return {
        arrived,
        release() {
          held = undefined;
          release();
        },
      };
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await served.close();
    },
  };
}

/** The end of a request that the gate has noted, in less than the 30 s after which the client and the proxy give it up. */
export function ended(noted) {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error(`${noted.line} is not cancelled`)), 15_000);
    noted.ended = () => {
      clearTimeout(deadline);
      resolve(undefined);
    };
  });
}

function deferred() {
  /** @type {(value?: any) => void} */
  let resolve = () => {};
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
