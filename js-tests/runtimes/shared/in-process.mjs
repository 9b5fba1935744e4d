import * as library from "isometric-registry";
import { useLocalRegistry } from "./local-registry.mjs";

globalThis.printed = useLocalRegistry(library);
