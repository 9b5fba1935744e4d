import type { Drift } from "../../client/drift.js";
import type { RegistryClient } from "../../index.js";
import type { Given } from "../command.js";
import type { Io } from "../io.js";
import { UsageError } from "../usage-error.js";

/** The most places of drift that are reported. */
const MOST_DRIFTS = 20;

/** The message if there are no credentials. */
const WITHOUT_CREDENTIALS = [
  "isometric-registry needs credentials: set ISOMETRIC_CLIENT_SECRET, and ISOMETRIC_ACCESS_TOKEN to act for an organisation,",
  "and ISOMETRIC_ENVIRONMENT=production to use Isometric's production instead of its sandbox.",
  "To try it without credentials, add --local, or start a local registry: npx isometric-registry serve",
];

/** No credentials in the environment. */
export class NoCredentials extends UsageError {
  constructor() {
    super(WITHOUT_CREDENTIALS.join("\n"));
  }
}

/** A client of the registry given by the options and the environment. */
export async function connect(given: Given, io: Io, wants: Need): Promise<RegistryClient> {
  const address = given.value("base-url");
  if (given.has("local")) {
    if (address !== undefined) {
      throw new UsageError("expected either --local or --base-url, got both");
    }
    return connectLocally(io, wants);
  }
  const baseUrl = address ?? variable("ISOMETRIC_BASE_URL");
  const clientSecret = variable("ISOMETRIC_CLIENT_SECRET");
  const accessToken = variable("ISOMETRIC_ACCESS_TOKEN");
  if (clientSecret === undefined && baseUrl === undefined) {
    throw new NoCredentials();
  }
  const { RegistryClient } = await import("../../index.js");
  const hooks = { onRequest: sayHost(io) };
  const readOnly = wants.acts !== true;
  return new RegistryClient({ baseUrl, clientSecret, accessToken, readOnly, hooks, onDrift: sayDrift(io) });
}

/** Whether requests keep to the pace that Isometric asks for: those to a registry of one's own need not. */
export const keepsPace = (given: Given): boolean =>
  !given.has("local") && (given.value("base-url") ?? variable("ISOMETRIC_BASE_URL")) === undefined;

const variable = (name: string): string | undefined => process.env[name] || undefined;

/** Reports once which host the requests, with their credentials, go to. */
function sayHost(io: Io): (event: { readonly url: string }) => void {
  let hasSaid = false;
  return ({ url }) => {
    if (!hasSaid) {
      hasSaid = true;
      io.say(`using ${new URL(url).host}`);
    }
  };
}

/** Reports once for each place that it does not match the contract. */
function sayDrift(io: Io): (drift: Drift) => void {
  const said = new Set<string>();
  return ({ operation, path, expected, found }) => {
    const place = `${operation} ${path}`;
    if (!said.has(place) && said.size < MOST_DRIFTS) {
      said.add(place);
      const last = said.size === MOST_DRIFTS ? "; further places are not reported" : "";
      io.say(`drift: ${place}: expected ${expected}, found ${found}; passed through as received${last}`);
    }
  };
}

/** What a command needs of a client. */
export interface Need {
  /** Whether it may write; otherwise the client rejects write operations. */
  readonly acts?: boolean;
  /** Whose credentials it uses on the sample. */
  readonly role: "buyer" | "supplier";
  /** The id that it names: if it is an account's own, that account is used. */
  readonly id: string | undefined;
}

async function connectLocally(io: Io, { role, id, acts }: Need): Promise<RegistryClient> {
  const [{ createLocalRegistry }, { RegistryClient }] = await Promise.all([
    import("../../local.js"),
    import("../../index.js"),
  ]);
  const { fetch, baseUrl, accounts } = await createLocalRegistry();
  const own = accounts.find(
    (account) => id !== undefined && [account.organisation_id, account.supplier_id].includes(id as never),
  );
  const account = own ?? accounts.find((each) => each.role === role);
  io.say(`using the local sample, as ${role} ${account?.supplier_id ?? account?.organisation_id}`);
  return new RegistryClient({
    fetch,
    baseUrl,
    clientSecret: account?.clientSecret,
    accessToken: account?.accessToken,
    readOnly: acts !== true,
  });
}
