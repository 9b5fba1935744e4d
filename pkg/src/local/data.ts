import { adminNames, type LocalAdmin } from "./admin.js";

/** One step of a data file. */
interface Step {
  readonly call: keyof LocalAdmin;
  readonly with: unknown;
  /** A name by which later steps refer to the result of this one. */
  readonly as?: string;
}

const STEP_PROPERTIES: readonly string[] = ["call", "with", "as"] satisfies (keyof Step)[];

/** Carries out a data file, step by step. */
export async function addData(admin: LocalAdmin, text: string): Promise<void> {
  const given = new Map<string, unknown>();
  for (const [index, step] of parseSteps(text).entries()) {
    try {
      checkStep(step);
      const call = admin[step.call] as (input: unknown) => Promise<unknown>;
      const result = await call(resolve(step.with, given));
      if (step.as !== undefined) {
        given.set(step.as, result);
      }
    } catch (error) {
      throw new Error(`step ${index + 1}: ${(error as Error).message}`);
    }
  }
}

function parseSteps(text: string): unknown[] {
  let steps: unknown;
  try {
    steps = JSON.parse(text);
  } catch (error) {
    throw new Error(`the file is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(steps)) {
    throw new Error("expected a list of steps");
  }
  return steps;
}

function checkStep(step: unknown): asserts step is Step {
  if (typeof step !== "object" || step === null) {
    throw new Error("expected an object");
  }
  const { call, as } = step as Partial<Record<string, unknown>>;
  if (!adminNames.some((name) => name === call)) {
    throw new Error(`"call" is one of ${adminNames.join(", ")}`);
  }
  if (!("with" in step)) {
    throw new Error('"with" is missing');
  }
  if (as !== undefined && !(typeof as === "string" && /^\w+$/.test(as))) {
    throw new Error('"as" is a name of letters, digits and _');
  }
  const unknown = Object.keys(step).find((name) => !STEP_PROPERTIES.includes(name));
  if (unknown !== undefined) {
    throw new Error(`${JSON.stringify(unknown)} is not known; a step has ${STEP_PROPERTIES.join(", ")}`);
  }
}

/** The value with `"$name.property"` replaced by the result of an earlier step. */
function resolve(value: unknown, given: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string" && /^\$\w+(\.\w+)+$/.test(value)) {
    const [name = "", ...path] = value.slice(1).split(".");
    return path.reduce((object, property) => propertyOf(object, property, value), given.get(name));
  }
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, given));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolve(part, given)]));
  }
  return value;
}

function propertyOf(object: unknown, name: string, reference: string): unknown {
  if (typeof object !== "object" || object === null || !Object.hasOwn(object, name)) {
    throw new Error(`${reference} refers to nothing`);
  }
  return (object as Record<string, unknown>)[name];
}
