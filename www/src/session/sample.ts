import { createLocalRegistry, type LocalAccount, type LocalRegistry } from "isometric-registry/local";
import type { Conditions } from "./conditions";

/** The registry in this page: sample data, gone when the page is closed. */
export class SampleRegistry {
  #registry: LocalRegistry;

  private constructor(registry: LocalRegistry) {
    this.#registry = registry;
  }

  static async open(conditions: Conditions): Promise<SampleRegistry> {
    return new SampleRegistry(await createLocalRegistry(localOptions(conditions)));
  }

  get baseUrl(): string {
    return this.#registry.baseUrl;
  }

  get accounts(): readonly LocalAccount[] {
    return this.#registry.accounts;
  }

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => this.#registry.fetch(url, init);

  /** Goes on from the same state under other conditions. */
  async change(conditions: Conditions): Promise<void> {
    this.#registry = await createLocalRegistry({ ...localOptions(conditions), state: this.#registry.save() });
  }
}

const localOptions = ({ latencyMs, before, after, stall }: Conditions) => ({
  latencyMs,
  failures: { before, after, stall },
});
