import { InvalidRequestError } from "../../error/errors.js";
import { kgFromCredits } from "../../value/quantity.js";
import type { Given } from "../command.js";
import type { FilterOption } from "../tables.js";
import { UsageError } from "../usage-error.js";
import { quantityOf } from "./options.js";

/** The arguments of an operation, from the options of a command. */
export function readBody(fields: readonly FilterOption[], given: Given, command: string): Record<string, unknown> {
  const body = Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const value = valueOfField(field, given, command);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
  const quantity = quantityOf(fields);
  if (quantity !== undefined && given.has("credits")) {
    if (body[quantity] !== undefined) {
      throw new UsageError("expected a quantity either in kilograms or in --credits, got both", command);
    }
    body[quantity] = kilogramsOf(String(given.value("credits")), command);
  }
  const missing = fields.filter(({ name, isRequired }) => isRequired && body[name] === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ name, option }) => `--${option}${name === quantity ? " or --credits" : ""}`);
    throw new UsageError(`${command} needs ${names.join(", ")}`, command);
  }
  return body;
}

function valueOfField({ option, kind, many }: FilterOption, given: Given, command: string): unknown {
  if (kind === "boolean") {
    return given.has(option) ? true : undefined;
  }
  const texts = given.values(option).flatMap((text) => (many ? text.split(",") : [text]));
  const values = texts.map((text) => {
    switch (kind) {
      case "object":
        return partOf(text, option, command);
      case "kilograms":
        return wholeKilograms(text, option, command);
      case "integer":
        return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
      default:
        return text;
    }
  });
  return many ? (values.length > 0 ? values : undefined) : values[0];
}

/** A part of a batch: `ctb_…=KG`. */
function partOf(text: string, option: string, command: string): unknown {
  const [, credit_batch_id, kilograms] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (credit_batch_id === undefined || kilograms === undefined) {
    throw new UsageError(
      `--${option}: expected a batch and kilograms, such as ctb_…=12500, got ${JSON.stringify(text)}`,
      command,
    );
  }
  return { credit_batch_id, credit_quantity_kg: wholeKilograms(kilograms, option, command) };
}

function wholeKilograms(text: string, option: string, command: string): bigint {
  if (!/^\d{1,19}$/.test(text)) {
    throw new UsageError(`--${option}: expected whole kilograms, got ${JSON.stringify(text)}`, command);
  }
  return BigInt(text);
}

function kilogramsOf(credits: string, command: string): bigint {
  try {
    return kgFromCredits(credits);
  } catch (error) {
    if (error instanceof InvalidRequestError) {
      throw new UsageError(`--credits: ${error.issues.map(({ message }) => message).join("; ")}`, command);
    }
    throw error;
  }
}
