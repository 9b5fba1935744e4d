import { InvalidRequestError } from "../error/errors.js";
import { describe } from "../inspect/describe.js";

/** Throws the error of a helper function that was given an invalid argument. */
export function refuse(helper: string, path: string, expected: string, found: unknown): never {
  const message = `expected ${expected}, got ${describe(found)}`;
  throw new InvalidRequestError([{ path, message }], { operation: helper });
}
