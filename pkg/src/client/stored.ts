import { Undecodable } from "../core/decoder.js";
import { CoreTrap } from "../core/instance.js";
import type { CoreLoader } from "../core/loader.js";
import { InvalidRequestError } from "../error/errors.js";
import { errorOf, trapped } from "../error/failure.js";
import type { Models } from "../generated/models.js";
import { describe } from "../inspect/describe.js";
import { issuesOf, readOptions } from "../value/options.js";
import { refuse } from "../value/refuse.js";
import { anOnDrift, type OnDrift, tellDrift } from "./drift.js";

/** What `fromJson` can be told. */
export interface FromJsonOptions {
  /** What happens when the text does not fit the API's contract as this package knows it. `"throw"` unless said otherwise. */
  readonly onDrift?: OnDrift | undefined;
}

/** Reads stored JSON text as a model; see `fromJson`. */
export async function readStored<Name extends keyof Models>(
  loader: CoreLoader,
  typeName: Name,
  text: string,
  options?: FromJsonOptions,
): Promise<Models[Name]> {
  if (typeof typeName !== "string") {
    refuse("fromJson", "typeName", "the name of a model", typeName);
  }
  if (typeof text !== "string") {
    refuse("fromJson", "text", "JSON text", text);
  }
  const { options: read, findings } = readOptions<FromJsonOptions>(
    options,
    { onDrift: anOnDrift },
    "is not an option; the only one is onDrift",
  );
  if (findings.length > 0) {
    throw new InvalidRequestError(issuesOf(findings, String), { operation: "fromJson" });
  }
  const { onDrift = "throw" } = read;
  const operation = `fromJson(${describe(typeName)})`;
  const instance = loader.ready ?? (await loader.load());
  const { decoder } = instance;
  const kind = decoder.kindOf(typeName) ?? refuse("fromJson", "typeName", "the name of a model", typeName);
  const bytes = new TextEncoder().encode(text);
  try {
    const value = instance.enter(() => decoder.decode(kind, bytes, onDrift !== "throw")) as Models[Name];
    tellDrift(operation, instance.drifts(), onDrift);
    return value;
  } catch (failure) {
    if (failure instanceof Undecodable) {
      const told = { kind: "decode", outcome: "not_sent", ...failure, text } as const;
      throw errorOf(operation, told, undefined);
    }
    throw failure instanceof CoreTrap ? trapped({ operation: "fromJson" }, failure.cause) : failure;
  } finally {
    loader.tidy();
  }
}
