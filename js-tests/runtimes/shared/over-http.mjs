import { NotFoundError, RegistryClient, toJson } from "isometric-registry";
import { useRegistry } from "./six-lines.mjs";

const options = JSON.parse(decodeURIComponent(location.hash.slice(1)));
globalThis.printed = useRegistry({ NotFoundError, RegistryClient, toJson }, options);
