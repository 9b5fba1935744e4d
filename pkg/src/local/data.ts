import { adminNames, type LocalAdmin } from "./admin.js";

/** One step of a data file. */
interface Step {
  readonly call: keyof LocalAdmin;
  readonly with: unknown;
  /** A name by which later steps refer to what this one gave. */
  readonly as?: string;
}

/** Does what a data file says, step by step. */
export async function addData(admin: LocalAdmin, text: string): Promise<void> {
  const given: Record<string, unknown> = {};
  for (const [index, step] of parseSteps(text).entries()) {
    try {
      const call = admin[step.call] as (input: unknown) => Promise<unknown>;
      const result = await call(resolve(step.with, given));
      if (step.as !== undefined) {
        given[step.as] = result;
      }
    } catch (error) {
      throw new Error(`--data: step ${index + 1} (${step.call}): ${(error as Error).message}`);
    }
  }
}

function parseSteps(text: string): Step[] {
  let steps: unknown;
  try {
    steps = JSON.parse(text);
  } catch (error) {
    throw new Error(`--data: the file is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(steps)) {
    throw new Error("--data: expected a list of steps");
  }
  const wrong = steps.findIndex((step) => !adminNames.includes((step as Partial<Step> | null)?.call ?? ""));
  if (wrong >= 0) {
    throw new Error(`--data: step ${wrong + 1}: "call" is one of ${adminNames.join(", ")}`);
  }
  return steps as Step[];
}

/** The value with `"$name.property"` replaced by what an earlier step gave. */
function resolve(value: unknown, given: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === "string" && value.startsWith("$")) {
    const found = value
      .slice(1)
      .split(".")
      .reduce<unknown>((object, name) => (object as Record<string, unknown> | undefined)?.[name], given);
    if (found === undefined) {
      throw new Error(`${value} refers to nothing`);
    }
    return found;
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, given));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolve(part, given)]));
  }
  return value;
}
