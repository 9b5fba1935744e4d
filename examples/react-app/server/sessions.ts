import { randomBytes } from "node:crypto";
import { type RequestHandler, Router } from "express";

/** Who has signed in. */
export interface Visitor {
  readonly name: string;
}

/** Lets in whoever asks. Put your own login in its place. */
export class Sessions {
  readonly #visitors = new Map<string, Visitor>();

  /** Whose the session in a `Cookie` header is. */
  find(cookie: string | null | undefined): Visitor | undefined {
    return this.#visitors.get(keyIn(cookie));
  }

  /** Lets through what a page of this site asks for somebody who has signed in. */
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

  /** Says who has signed in, signs in, and signs out. */
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
