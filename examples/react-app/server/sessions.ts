import { randomBytes } from "node:crypto";
import { type RequestHandler, Router } from "express";

/** The signed-in users. */
export interface Visitor {
  readonly name: string;
}

/** Admits everyone. Replace it with your own login. */
export class Sessions {
  readonly #visitors = new Map<string, Visitor>();

  /** The user of the session in a `Cookie` header. */
  find(cookie: string | null | undefined): Visitor | undefined {
    return this.#visitors.get(keyIn(cookie));
  }

  /** Accepts requests from a page of this site with a signed-in user. */
  readonly guard: RequestHandler = (request, response, next) => {
    const { origin, host, cookie } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`) {
      response.status(403).json({ detail: "This page is not of this site." });
    } else if (this.find(cookie) === undefined) {
      response.status(401).json({ detail: "Sign in first." });
    } else {
      next();
    }
  };

  /** Returns the signed-in user, signs in, and signs out. */
  routes(): Router {
    return Router()
      .get("/", ({ headers }, response) => {
        response.json(this.find(headers.cookie) ?? null);
      })
      .post("/", (_request, response) => {
        const key = randomBytes(16).toString("hex");
        const visitor = { name: "Ada" };
        this.#visitors.set(key, visitor);
        response.cookie("session", key, { httpOnly: true, sameSite: "strict" }).json(visitor);
      })
      .delete("/", ({ headers }, response) => {
        this.#visitors.delete(keyIn(headers.cookie));
        response.clearCookie("session").json(null);
      });
  }
}

const keyIn = (cookie: string | null | undefined): string => /(?:^|; )session=(\w+)/.exec(cookie ?? "")?.[1] ?? "";
