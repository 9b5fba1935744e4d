import { models } from "../../generated/commands.js";
import type { Field, FieldKind } from "../tables.js";
import { ownModels } from "./own-models.js";

/** A property of an item, or of an object inside it. */
export interface Column {
  readonly path: readonly string[];
  /** `owner.name`. */
  readonly name: string;
  readonly kind: FieldKind;
  /** The model that it is a property of. */
  readonly of: string;
}

/** The properties of a model that hold no further ones; those of the objects inside it in the object's place. */
export function columnsOf(model: string, before: readonly string[] = []): Column[] {
  return fieldsOf(model).flatMap(({ name, kind, model: inner }) => {
    const path = [...before, name];
    return kind === "object" && inner !== undefined
      ? columnsOf(inner, path)
      : [{ path, name: path.join("."), kind, of: model }];
  });
}

/** A list of objects inside of a model. */
export interface List {
  readonly path: readonly string[];
  /** `receipt.parts`. */
  readonly name: string;
  /** The model of its items. */
  readonly model: string;
}

/** The lists of objects in a model and in the objects inside it. */
export function listsOf(model: string, before: readonly string[] = []): List[] {
  return fieldsOf(model).flatMap(({ name, kind, model: inner }) => {
    const path = [...before, name];
    if (inner === undefined) {
      return [];
    }
    return kind === "list" ? [{ path, name: path.join("."), model: inner }] : listsOf(inner, path);
  });
}

function fieldsOf(model: string): readonly Field[] {
  const known = Object.hasOwn(ownModels, model) ? ownModels : models;
  return Object.hasOwn(known, model) ? (known[model] ?? []) : [];
}

/** What stands at the end of a path; `undefined` where the way ends before. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) {
      return undefined;
    }
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

/** The names of everything that a value holds, objects' properties as `owner.name`; lists as one. */
export function namesIn(value: unknown, before = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return before === "" || value === null ? [] : [before];
  }
  return Object.entries(value).flatMap(([name, part]) => namesIn(part, before === "" ? name : `${before}.${name}`));
}
