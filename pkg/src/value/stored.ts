import { type CoreLoader, CoreTrap } from "../core/loader.js";
import { errorOf, failureOf, trapped } from "../error/failure.js";
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
  const { decoder, run } = loader.ready ?? (await loader.load());
  const kind = decoder.kindOf(typeName) ?? refuse("fromJson", "typeName", "the name of a model", typeName);
  try {
    const bytes = new TextEncoder().encode(text);
    return await run(async () => decoder.decode(kind, bytes) as Models[Name]);
  } catch (failure) {
    if (failure instanceof CoreTrap) {
      throw trapped({ operation: "fromJson" }, failure.cause);
    }
    const told = { ...failureOf(failure)!, text, status: null, headers: [], requestId: null };
    throw errorOf(`fromJson(${describe(typeName)})`, told, undefined);
  }
}
