// The benches that run in a page too, for `browser.mjs` to bundle and call by name.
// @ts-expect-error: `browser.mjs` makes it
import * as heyApi from "hey-api-clients";
import { benchCalls } from "../calls.mjs";
import { benchDecode } from "../decode.mjs";
import { benchWalk } from "../walk.mjs";
import { compareOverHttp } from "./over-http.mjs";

/** What `http` measures in Node. A page is at its registry's origin when that is a proxy, which has the credentials. */
const benchHttp = () =>
  compareOverHttp({
    origin: location.origin,
    count: 100,
    clocks: { "wall time": () => performance.now(), "processor time": () => globalThis.processorTime() },
    targets: { walk: { "wall time": 0.95 } },
  });

globalThis.benches = { decode: benchDecode, calls: benchCalls, walk: () => benchWalk(heyApi), http: benchHttp };
