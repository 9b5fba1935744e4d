import { type AdminCalls, adminAnswers } from "../generated/admin.js";
import type { Models, Timestamp } from "../generated/models.js";
import { isDate } from "../inspect/describe.js";
import { toJson } from "../value/json.js";
import { refuse } from "../value/refuse.js";

/**
 * Operations that the API does not have. Each call is carried out completely or not at all; a refused call rejects with
 * an error that says why.
 */
export interface LocalAdmin extends AdminCalls {
  /** Stops the registry's clock at a given time; `null` restarts it. Returns its time. */
  setTime(now: Date | Timestamp | null): Promise<Timestamp>;
}

/** The names of the calls. */
export const adminNames: readonly string[] = [...Object.keys(adminAnswers), "setTime"];

/** Creates the calls of `admin` from one that takes and returns JSON. */
export function createAdmin(
  run: (name: string, input: string) => string,
  read: <Name extends keyof Models>(name: Name, text: string) => Promise<Models[Name]>,
): LocalAdmin {
  const calls = Object.entries(adminAnswers).map(([name, model]) => [
    name,
    async (input: unknown) => read(model, run(name, toJson(input))),
  ]);
  const setTime: LocalAdmin["setTime"] = async (now) => {
    if (!isMoment(now)) {
      refuse("setTime", "now", "a Date, an RFC 3339 timestamp or null", now);
    }
    return JSON.parse(run("setTime", toJson({ now }))) as Timestamp;
  };
  return { ...(Object.fromEntries(calls) as unknown as AdminCalls), setTime };
}

/** Whether it is `null`, text or a valid `Date`: an invalid one would be sent as `null`. */
function isMoment(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    (typeof value === "object" && isDate(value) && !Number.isNaN(value.getTime()))
  );
}
