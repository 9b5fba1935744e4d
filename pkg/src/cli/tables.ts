import type { Resources } from "../generated/resources.js";

/** A resource as a command: `credit-batches`. */
export interface ResourceCommand {
  /** Its name as a property of the client. */
  readonly name: keyof Resources;
  readonly command: string;
  readonly doc: string;
  readonly operations: readonly OperationCommand[];
}

/** An operation as a command: `create-from-oldest-credits`. */
export interface OperationCommand {
  /** Resource and method: `retirements.create`. */
  readonly name: string;
  /** Its method of the resource. */
  readonly method: string;
  readonly command: string;
  readonly doc: string;
  /** Method and path: `GET /projects/{id}`. */
  readonly request: string;
  /** The id that it takes, if any. */
  readonly id: { readonly kind: string; readonly placeholder: string } | undefined;
  readonly filters: readonly FilterOption[];
  /** The options of a write operation. */
  readonly body: readonly FilterOption[];
  /** Whether it changes the registry. */
  readonly acts: boolean;
  /** Whether it needs an access token. */
  readonly isPrivate: boolean;
  /** A list page by page, a list that is returned whole, or one object. */
  readonly answer: "page" | "list" | "object";
  /** The model of the object or of the list's items. */
  readonly model: string;
}

/** A filter, or a property of a write operation's body, as an option. */
export interface FilterOption {
  /** Its name in the API: `to_organisation_id`. */
  readonly name: string;
  readonly option: string;
  readonly kind: FieldKind;
  /** The placeholder of its value in help. */
  readonly placeholder: string;
  /** The known strings of an enum. */
  readonly values: readonly string[];
  /** Whether it takes several values. */
  readonly many: boolean;
  /** Whether it is required. */
  readonly isRequired: boolean;
  readonly doc: string;
}

/** A property of a model. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** The model of the object, or of the list's items. */
  readonly model?: string;
}

/** The kind of a value, as far as the command line distinguishes kinds. */
export type FieldKind =
  | "text"
  | "id"
  | "date"
  | "timestamp"
  | "enum"
  | "boolean"
  | "number"
  | "integer"
  | "kilograms"
  | "object"
  | "list"
  | "any";
