import { signal } from "@preact/signals";
import type { RegistryClient } from "isometric-registry";
import { type Conditions, readConditions, writeConditions } from "./conditions";
import { findProxy, type Proxy } from "./proxy";
import type { SampleRegistry } from "./sample";

/** The registry that the page shows, and as whom. A new object whenever one of these changes. */
export interface Session {
  readonly registry: RegistryClient;
  /** `null` where the data is real. */
  readonly sample: SampleRegistry | null;
  /** Which of the sample accounts. */
  readonly account: number;
  /** Whether credits can be retired. */
  readonly writable: boolean;
}

export const proxy: Proxy | null = findProxy();
export const isSample = proxy === null;
export const conditions = signal<Conditions>(readConditions(location.search));
export const session = signal<Session | undefined>(undefined);
export const sessionError = signal<unknown>(undefined);

/** Opens the sample registry, or the proxy's, read-only. */
export async function openSession(): Promise<void> {
  sessionError.value = undefined;
  try {
    const [{ connectToSample, connectThroughProxy }, sample] = await Promise.all([
      import("./connect"),
      proxy === null ? import("./sample").then(({ SampleRegistry }) => SampleRegistry.open(conditions.value)) : null,
    ]);
    const registry =
      sample === null ? connectThroughProxy(proxy as Proxy, true) : connectToSample(sample, 0, conditions.value);
    session.value = { registry, sample, account: 0, writable: sample !== null };
  } catch (error) {
    sessionError.value = error;
  }
}

/** Acts as another sample account, or under other conditions. What was done so far stays. */
export async function changeSample(account: number, next: Conditions): Promise<void> {
  const sample = session.value?.sample;
  if (!sample) {
    return;
  }
  const { connectToSample } = await import("./connect");
  await sample.change(next);
  conditions.value = next;
  history.replaceState(null, "", `${location.pathname}${writeConditions(next)}${location.hash}`);
  session.value = { registry: connectToSample(sample, account, next), sample, account, writable: true };
}

/** Lets this page act on the real registry, or stops it. The proxy has the last word. */
export async function allowWriting(writable: boolean): Promise<void> {
  const { connectThroughProxy } = await import("./connect");
  session.value = {
    registry: connectThroughProxy(proxy as Proxy, !writable),
    sample: null,
    account: 0,
    writable,
  };
}
