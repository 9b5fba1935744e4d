import {
  AuthenticationError,
  InvalidRequestError,
  isOutcomeUnknown,
  PermissionDeniedError,
  RegistryError,
} from "../error/errors.js";
import { type Io, PipeClosed } from "./io.js";
import { status } from "./status.js";
import type { OperationCommand } from "./tables.js";
import { UsageError } from "./usage-error.js";

/** Reports what went wrong, and returns the exit status. */
export function tell(error: unknown, io: Io, operation?: OperationCommand): number {
  if (error instanceof PipeClosed) {
    return status.done;
  }
  if (isOutcomeUnknown(error)) {
    io.say(`isometric-registry: ${error.message}`);
    return status.unknown;
  }
  if (io.signal.aborted) {
    return io.signal.reason === "SIGTERM" ? status.terminated : status.interrupted;
  }
  if (error instanceof UsageError) {
    const more = error.command === "" ? "isometric-registry --help" : `isometric-registry ${error.command} --help`;
    const see = error.message.endsWith("?") ? " See" : "; see";
    io.say(error.message.includes("\n") ? error.message : `isometric-registry: ${error.message}${see} ${more}`);
    return status.usage;
  }
  if (error instanceof InvalidRequestError) {
    for (const { path, message } of error.issues) {
      io.say(`isometric-registry: ${optionOf(path, operation)}: ${message}`);
    }
    return status.usage;
  }
  io.say(withName(error instanceof Error ? error.message : String(error)));
  if (error instanceof RegistryError && error.cursor !== undefined) {
    io.say(`--after ${error.cursor} (or --before, reading backward) continues from there`);
  }
  const isRefused = error instanceof AuthenticationError || error instanceof PermissionDeniedError;
  if (isRefused && operation?.isPrivate === true && !process.env["ISOMETRIC_ACCESS_TOKEN"]) {
    io.say(`${operation.request} needs an access token: set ISOMETRIC_ACCESS_TOKEN`);
  }
  return status.failed;
}

/** A message that begins with the package's name. */
const withName = (message: string): string =>
  message.startsWith("isometric-registry: ") ? message : `isometric-registry: ${message}`;

/** The option that a value came from, by its path in the arguments. */
function optionOf(path: string, operation: OperationCommand | undefined): string {
  const name = path.replace(/[[.].*$/s, "");
  const filter = [...(operation?.filters ?? []), ...(operation?.body ?? [])].find((each) => each.name === name);
  if (filter !== undefined) {
    return `--${filter.option}`;
  }
  return name === "baseUrl" ? "the address (--base-url or ISOMETRIC_BASE_URL)" : path;
}
