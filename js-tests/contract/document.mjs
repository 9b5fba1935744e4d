import { readFileSync } from "node:fs";

/** Where the published OpenAPI document is, if somewhere. */
export const documentPath = process.env.REGISTRY_OPENAPI;

/** The option of tests that need the document: without it they say that they are skipped. */
export const needsDocument = { skip: documentPath ? false : "REGISTRY_OPENAPI names no OpenAPI document" };

/** The published OpenAPI document. */
export const readDocument = () => JSON.parse(readFileSync(documentPath, "utf8"));
