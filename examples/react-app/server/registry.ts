import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ClientOptions } from "isometric-registry";
import { createLocalRegistry } from "isometric-registry/local";

interface Connection extends Pick<ClientOptions, "fetch"> {
  readonly baseUrl: string;
  readonly clientSecret: string;
  readonly accessToken: string;
  /** The file in which retirements are recorded. It belongs to one registry. */
  readonly journal: string;
}

/** The registry in the variables of `npx isometric-registry serve`; without them, one in this process. */
export async function connect(): Promise<Connection> {
  const { ISOMETRIC_BASE_URL, ISOMETRIC_CLIENT_SECRET, ISOMETRIC_ACCESS_TOKEN, JOURNAL } = process.env;
  if (ISOMETRIC_BASE_URL && ISOMETRIC_CLIENT_SECRET && ISOMETRIC_ACCESS_TOKEN) {
    if (new URL(ISOMETRIC_BASE_URL).hostname !== "127.0.0.1") {
      throw new Error("This example retires credits: ISOMETRIC_BASE_URL has to name a local registry.");
    }
    return {
      baseUrl: ISOMETRIC_BASE_URL,
      clientSecret: ISOMETRIC_CLIENT_SECRET,
      accessToken: ISOMETRIC_ACCESS_TOKEN,
      journal: JOURNAL ?? "retirements.journal",
    };
  }
  const { baseUrl, fetch, accounts } = await createLocalRegistry();
  const buyer = accounts.find(({ role }) => role === "buyer");
  if (buyer === undefined) {
    throw new Error("The local registry has no buyer.");
  }
  const { clientSecret, accessToken } = buyer;
  // This registry is new each time, and so is its journal.
  const journal = path.join(mkdtempSync(path.join(os.tmpdir(), "react-app-")), "retirements.journal");
  return { baseUrl, fetch, clientSecret, accessToken, journal };
}
