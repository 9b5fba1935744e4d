import { type Drifted, Undecodable } from "../core/decoder.js";
import { CoreTrap, type Instance } from "../core/instance.js";
import type { CoreLoader } from "../core/loader.js";
import { InvalidRequestError } from "../error/errors.js";
import { errorOf, trapped } from "../error/failure.js";
import { describe } from "../inspect/describe.js";
import { itemsOf } from "../value/items.js";
import { issuesOf, readOptions } from "../value/options.js";
import { refuse } from "../value/refuse.js";
import { anOnDrift, type OnDrift, tellDrift } from "./drift.js";

/** What a list's name ends with. */
const LIST = "[]";

/** The options of `fromJson`. */
export interface FromJsonOptions {
  /** What to do when the text does not match the API's contract as this package knows it. Default: `"throw"`. */
  readonly onDrift?: OnDrift | undefined;
}

/** Reads stored JSON text as a model or a list of them; see `fromJson`. */
export async function readStored(
  loader: CoreLoader,
  typeName: string,
  text: string,
  options?: FromJsonOptions,
): Promise<unknown> {
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
  const isList = typeName.endsWith(LIST);
  const name = isList ? typeName.slice(0, -LIST.length) : typeName;
  const kind = instance.decoder.kindOf(name) ?? refuse("fromJson", "typeName", nameOf(instance, name), typeName);
  try {
    const drifts = new Map<string, Drifted>();
    const value = isList
      ? listOf(text).map((item, index) => decode(instance, kind, item, onDrift, drifts, index))
      : decode(instance, kind, text, onDrift, drifts);
    tellDrift(operation, [...drifts.values()], onDrift);
    return value;
  } catch (failure) {
    if (failure instanceof Undecodable) {
      const details = { kind: "decode", outcome: "not_sent", ...failure, text } as const;
      throw errorOf(operation, details, undefined);
    }
    throw failure instanceof CoreTrap ? trapped({ operation: "fromJson" }, failure.cause) : failure;
  } finally {
    loader.tidy();
  }
}

/** The texts of a list's items. */
function listOf(text: string): string[] {
  const items = itemsOf(text);
  if (items === undefined) {
    throw new Undecodable("", "a list", describe(text));
  }
  return items;
}

/** Decodes a model, or the list item with that index, and records drift, each place once. */
function decode(
  instance: Instance,
  kind: number,
  text: string,
  onDrift: OnDrift,
  drifts: Map<string, Drifted>,
  index?: number,
): unknown {
  const bytes = new TextEncoder().encode(text);
  try {
    const value = instance.enter(() => instance.decoder.decode(kind, bytes, onDrift !== "throw"));
    for (const drifted of instance.drifts()) {
      const path = index === undefined ? drifted.path : within("[]", drifted.path);
      drifts.set(path, { ...drifted, path });
    }
    return value;
  } catch (failure) {
    if (failure instanceof Undecodable && index !== undefined) {
      throw new Undecodable(within(`[${index}]`, failure.path), failure.expected, failure.found);
    }
    throw failure;
  }
}

/** A path relative to the list that holds the item. */
function within(place: string, path: string): string {
  return path === "" || path.startsWith("[") ? place + path : `${place}.${path}`;
}

/** What a name should have been: the model with a similar name, if there is one. */
function nameOf({ decoder }: Instance, name: string): string {
  const pascal = name.replaceAll(/(?:^|[_\s-]+)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const singulars = [pascal.replace(/ies$/, "y"), pascal.replace(/s$/, ""), pascal.replace(/es$/, "")];
  const near = [pascal, ...singulars].find((candidate) => decoder.kindOf(candidate) !== undefined);
  const list = near === pascal ? "" : `, or "${near}[]" for a list`;
  return near === undefined ? "the name of a model" : `the name of a model (did you mean "${near}"${list}?)`;
}
