import { signal } from "@preact/signals";
import type { HookEvent, Hooks } from "isometric-registry";

/** An attempt at a request, and what came of it. The client has redacted credentials. */
export interface Exchange {
  readonly number: number;
  readonly request: HookEvent;
  readonly response?: HookEvent;
  readonly retry?: HookEvent;
}

const KEPT = 100;

/** The latest exchanges, the newest first. */
export const exchanges = signal<readonly Exchange[]>([]);

let count = 0;

export const recordExchanges: Hooks = {
  onRequest(request) {
    count += 1;
    exchanges.value = [{ number: count, request }, ...exchanges.value].slice(0, KEPT);
  },
  onResponse: (response) => complete(response, { response }),
  onRetry: (retry) => complete(retry, { retry }),
};

/** Adds to the newest open exchange of the same attempt at the same address. */
function complete(event: HookEvent, outcome: Pick<Exchange, "response"> | Pick<Exchange, "retry">): void {
  const isSame = ({ request, retry, response }: Exchange) =>
    request.url === event.url &&
    request.method === event.method &&
    request.attempt === event.attempt &&
    retry === undefined &&
    ("retry" in outcome || response === undefined);
  const found = exchanges.value.findLast(isSame);
  exchanges.value = exchanges.value.map((each) => (each === found ? { ...each, ...outcome } : each));
}
