// Replaces every address with a local registry, so that the documentation's code runs unchanged.
import { createLocalRegistry } from "isometric-registry/local";

const local = await createLocalRegistry();
const [{ clientSecret, accessToken }] = local.accounts;
process.env.ISOMETRIC_CLIENT_SECRET = clientSecret;
process.env.ISOMETRIC_ACCESS_TOKEN = accessToken;
globalThis.fetch = (url, init) => local.fetch(url, init);
