import { type ErrorRequestHandler, json, Router } from "express";
import { InvalidRequestError } from "isometric-registry";
import type { Retirements } from "./retirements.js";
import type { Sessions } from "./sessions.js";

/** Retirements for pages: ordered with POST, followed with GET. */
export function retirementRoutes(retirements: Retirements, sessions: Sessions): Router {
  return Router()
    .use(sessions.guard)
    .get("/:reference", ({ params }, response) => {
      response.json(retirements.find(params.reference) ?? null);
    })
    .post("/", json(), async ({ body }, response) => {
      response.status(202).json(await retirements.begin(body ?? {}));
    })
    .use(tellFaults);
}

const tellFaults: ErrorRequestHandler = (error, _request, response, _next) => {
  if (error instanceof InvalidRequestError) {
    const detail = error.issues.map(({ path, message }) => `${path}: ${message}`).join("\n");
    response.status(422).json({ detail });
  } else {
    console.error(error);
    response.status(502).json({ detail: "The registry could not be asked. Nothing was retired." });
  }
};
