// Puts a local registry in the place of every address, so that the documentation's code runs as it stands.
import { createLocalRegistry } from "isometric-registry/local";

const local = await createLocalRegistry();
const [{ clientSecret, accessToken }] = local.accounts;
process.env.ISOMETRIC_CLIENT_SECRET = clientSecret;
process.env.ISOMETRIC_ACCESS_TOKEN = accessToken;
globalThis.fetch = (url, init) => local.fetch(url, init);
