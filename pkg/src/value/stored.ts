import { Undecodable } from "../core/decoder.js";
import { CoreTrap } from "../core/instance.js";
import type { CoreLoader } from "../core/loader.js";
import { errorOf, trapped } from "../error/failure.js";
import type { Models } from "../generated/models.js";
import { describe } from "./describe.js";
import { refuse } from "./refuse.js";

/** Reads stored JSON text as a model; see `fromJson`. */
export async function readStored<Name extends keyof Models>(
  loader: CoreLoader,
  typeName: Name,
  text: string,
): Promise<Models[Name]> {
  if (typeof typeName !== "string") {
    refuse("fromJson", "typeName", "the name of a model", typeName);
  }
  if (typeof text !== "string") {
    refuse("fromJson", "text", "JSON text", text);
  }
  const instance = loader.ready ?? (await loader.load());
  const { decoder } = instance;
  const kind = decoder.kindOf(typeName) ?? refuse("fromJson", "typeName", "the name of a model", typeName);
  const bytes = new TextEncoder().encode(text);
  try {
    return instance.enter(() => decoder.decode(kind, bytes)) as Models[Name];
  } catch (failure) {
    if (failure instanceof Undecodable) {
      const told = { kind: "decode", outcome: "not_sent", ...failure, text } as const;
      throw errorOf(`fromJson(${describe(typeName)})`, told, undefined);
    }
    throw failure instanceof CoreTrap ? trapped({ operation: "fromJson" }, failure.cause) : failure;
  } finally {
    loader.tidy();
  }
}
