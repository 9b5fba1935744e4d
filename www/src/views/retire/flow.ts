import { signal } from "@preact/signals";
import type { Organisation, Retirement, RetirementPurpose, Supplier } from "isometric-registry";
import type { Taken } from "../../queries/retire";

/** A retirement as it was reviewed. */
export interface Draft {
  readonly owner: Organisation;
  readonly beneficiary: Organisation;
  readonly supplier: Supplier;
  readonly purposes: readonly RetirementPurpose[];
  readonly notes: string;
  readonly plan: readonly Taken[];
}

export type Step =
  | { readonly name: "form" }
  | { readonly name: "review"; readonly draft: Draft }
  | { readonly name: "sending"; readonly draft: Draft }
  | { readonly name: "retired"; readonly retirement: Retirement }
  | { readonly name: "refused"; readonly draft: Draft; readonly error: unknown }
  | { readonly name: "unknown"; readonly draft: Draft; readonly error: unknown };

/** Where the flow is. Outlives the view: whoever leaves it while a retirement is sent finds the outcome on return. */
export const step = signal<Step>({ name: "form" });
