// The benches that run in a page too, for `browser.mjs` to bundle and call by name.
import * as heyApi from "hey-api-clients";
import { benchCalls } from "../calls.mjs";
import { benchDecode } from "../decode.mjs";
import { benchWalk } from "../walk.mjs";

globalThis.benches = { decode: benchDecode, calls: benchCalls, walk: () => benchWalk(heyApi) };
