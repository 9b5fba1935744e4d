import { randomBytes } from "node:crypto";

/** The demo user, and the most they may retire at once. */
const visitor = { name: "Ada", mostKg: 10_000 };

/** The part of a login that matters to the proxy. It admits everyone: replace it with your own. */
export function createLogin(accessToken) {
  const sessions = new Map();
  const keyIn = (cookie) => /(?:^|; )session=(\w+)/.exec(cookie ?? "")?.[1];
  const setCookie = (value, age) => ({
    "set-cookie": `session=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict`,
  });

  return {
    /** The signed-in user, and the access token, which never leaves the server. */
    sessionOf: (cookie) => sessions.get(keyIn(cookie)),

    /** Signs in by POST, out by DELETE. */
    answer(request, response) {
      request.resume();
      if (request.method === "POST") {
        const key = randomBytes(16).toString("hex");
        sessions.set(key, { token: accessToken, identity: visitor });
        response.writeHead(204, setCookie(key, 3600)).end();
      } else if (request.method === "DELETE") {
        sessions.delete(keyIn(request.headers.cookie));
        response.writeHead(204, setCookie("", 0)).end();
      } else {
        response.writeHead(405, { allow: "POST, DELETE" }).end();
      }
    },
  };
}
