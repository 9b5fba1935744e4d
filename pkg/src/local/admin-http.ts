import { createHash, timingSafeEqual } from "node:crypto";
import { toJson } from "../value/json.js";
import { adminNames, type LocalAdmin } from "./admin.js";
import type { LocalAnswer, LocalRequest } from "./registry.js";

/** The path at which `admin` is called over HTTP. */
export const ADMIN_PATH = "/admin/";

/** Carries out a call of `admin` for a client with the token. */
export async function answerAdmin(
  admin: LocalAdmin,
  token: string,
  { method, target, headers, body }: LocalRequest,
): Promise<LocalAnswer> {
  const authorization = headers.find(([name]) => name.toLowerCase() === "authorization")?.[1] ?? "";
  if (!isSame(authorization, `Bearer ${token}`)) {
    return problem(401, "expected the admin token: Authorization: Bearer …");
  }
  const name = target.slice(ADMIN_PATH.length).replace(/\?.*$/s, "");
  if (!adminNames.includes(name)) {
    return problem(404, `expected one of ${adminNames.join(", ")}`);
  }
  if (method !== "POST") {
    return problem(405, "expected POST");
  }
  let input: unknown;
  try {
    input = JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    return problem(422, `the body is not JSON: ${(error as Error).message}`);
  }
  try {
    const call = admin[name as keyof LocalAdmin] as (given: unknown) => Promise<unknown>;
    return answer(200, toJson(await call(input)));
  } catch (error) {
    return problem(422, (error as Error).message);
  }
}

/** Compares in a time that does not reveal where two texts differ. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

const problem = (status: number, detail: string): LocalAnswer => answer(status, JSON.stringify({ detail }));

const answer = (status: number, text: string): LocalAnswer => ({
  kind: "answer",
  status,
  headers: { "content-type": "application/json" },
  body: new TextEncoder().encode(text),
});
