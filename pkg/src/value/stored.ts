import { type CoreLoader, CoreTrap } from "../core/loader.js";
import { errorOf, type Failure, trapped } from "../error/failure.js";
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
  const instance = await loader.load();
  try {
    const bytes = new TextEncoder().encode(text);
    return await instance.run(async () => instance.glue.fromJson(typeName, bytes, instance.reader) as Models[Name]);
  } catch (failure) {
    if (failure instanceof CoreTrap) {
      throw trapped({ operation: "fromJson" }, failure.cause);
    }
    if (failure === null) {
      refuse("fromJson", "typeName", "the name of a model", typeName);
    }
    throw errorOf(`fromJson(${describe(typeName)})`, failure as Failure, undefined);
  }
}
