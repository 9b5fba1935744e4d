import { createLocalRegistry, type LocalAccount, type LocalRegistry } from "isometric-registry/local";
import type { Conditions } from "./conditions";

/** The registry in this page: sample data, gone when the page is closed. */
export class SampleRegistry {
  #registry: LocalRegistry;
  #conditions: Conditions;
  #isBusy = false;
  #ready: Promise<void> = Promise.resolve();

  private constructor(registry: LocalRegistry, conditions: Conditions) {
    this.#registry = registry;
    this.#conditions = conditions;
  }

  static async open(conditions: Conditions): Promise<SampleRegistry> {
    return new SampleRegistry(await createLocalRegistry(localOptions(conditions)), conditions);
  }

  get baseUrl(): string {
    return this.#registry.baseUrl;
  }

  get accounts(): readonly LocalAccount[] {
    return this.#registry.accounts;
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    await this.#ready;
    return this.#registry.fetch(url, init);
  };

  /** Goes on from the same state under other conditions. */
  change(conditions: Conditions): Promise<void> {
    return this.#restart(() => (this.#conditions = conditions));
  }

  /** Lets others trade while the page reads, or stops them. */
  setBusy(isBusy: boolean): Promise<void> {
    return this.#restart(() => (this.#isBusy = isBusy));
  }

  /** Requests wait meanwhile, so that none acts on the registry that is left behind. */
  #restart(set: () => void): Promise<void> {
    this.#ready = this.#ready.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, this.#conditions.latencyMs + ARRIVAL_MS));
      set();
      const { perMinute } = this.#conditions;
      this.#registry = await createLocalRegistry({
        ...localOptions(this.#conditions),
        state: this.#registry.save(),
        busy: this.#isBusy ? { perMinute } : undefined,
      });
    });
    return this.#ready;
  }
}

/** By then a request that was sent has reached the registry. */
const ARRIVAL_MS = 50;

const localOptions = ({ latencyMs, before, after, stall }: Conditions) => ({
  latencyMs,
  failures: { before, after, stall },
});
