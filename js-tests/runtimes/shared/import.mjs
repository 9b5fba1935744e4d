import * as library from "isometric-registry";
import { useRegistry } from "./six-lines.mjs";

console.log(await useRegistry(library, JSON.parse(process.argv[2])));
