import type { ValidationIssue } from "../generated/models.js";

/** The answer to a page: a status, and JSON as bytes or text. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | string | null;
}

/** Why a request is not, or not completely, carried out. It is answered in the API's own form. */
export class Problem extends Error {
  readonly status: number;
  readonly detail: string | readonly ValidationIssue[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: Problem["detail"], headers: Problem["headers"] = {}, cause?: unknown) {
    super(typeof detail === "string" ? detail : "the request is invalid", cause === undefined ? undefined : { cause });
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }

  answer(): Answer {
    const { status, headers, detail } = this;
    return { status, headers, body: JSON.stringify({ detail }) };
  }
}
