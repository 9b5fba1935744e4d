import { models } from "../../generated/commands.js";
import type { Field, FieldKind } from "../tables.js";
import { ownModels } from "./own-models.js";

/** A property of an item, or of an object inside it. */
export interface Column {
  readonly path: readonly string[];
  /** `owner.name`. */
  readonly name: string;
  readonly kind: FieldKind;
  /** The model that it belongs to. */
  readonly of: string;
}

/** The properties of a model that have no properties themselves; an object's properties take its place. */
export function columnsOf(model: string, before: readonly string[] = []): Column[] {
  return fieldsOf(model).flatMap(({ name, kind, model: inner }) => {
    const path = [...before, name];
    return kind === "object" && inner !== undefined
      ? columnsOf(inner, path)
      : [{ path, name: path.join("."), kind, of: model }];
  });
}

/** A list of objects in a model. */
export interface List {
  readonly path: readonly string[];
  /** `receipt.parts`. */
  readonly name: string;
  /** The model of its items. */
  readonly model: string;
}

/** The lists of objects in a model and its nested objects. */
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

/** The value at the end of a path; `undefined` if the path ends earlier. */
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

/** The names of all properties of a value, those of objects as `owner.name`; lists count as one. */
export function namesIn(value: unknown, before = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return before === "" || value === null ? [] : [before];
  }
  return Object.entries(value).flatMap(([name, part]) => namesIn(part, before === "" ? name : `${before}.${name}`));
}
