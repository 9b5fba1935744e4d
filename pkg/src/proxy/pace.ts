import { Pacer } from "../client/pacer.js";
import { parseHttpDate } from "../client/runtime.js";
import type { Instance } from "../core/instance.js";
import type { CoreLoader } from "../core/loader.js";
import type { ProxyConfig } from "./options.js";
import { type Answer, Problem } from "./problem.js";

/** How often the registry is called. A request above the limit is told when to try again: nothing waits here. */
export class UpstreamPace {
  readonly #loader: CoreLoader;
  readonly #pacer: Pacer | undefined;

  constructor(loader: CoreLoader, pace: ProxyConfig["pace"]) {
    this.#loader = loader;
    this.#pacer = pace && new Pacer(pace);
  }

  /** A request starts. Throws a {@link Problem} if none may. */
  async start(): Promise<void> {
    if (this.#pacer === undefined) {
      return;
    }
    const instance = await this.#instance();
    const pace = this.#pacer.in(instance);
    const waitMs = instance.enter(() => pace.start());
    if (waitMs === 0) {
      this.#pacer.started();
    } else {
      const detail = "the proxy has reached its limit of requests to the registry; nothing was sent";
      throw new Problem(429, detail, { "retry-after": String(Math.ceil(waitMs / 1000)) });
    }
  }

  /** Reads the registry's answer. No request starts while the registry asks to wait. */
  async heeding(asked: Promise<Answer>): Promise<Answer> {
    try {
      const answer = await asked;
      await this.#heed(answer);
      return answer;
    } catch (error) {
      if (error instanceof Problem) {
        await this.#heed(error);
      }
      throw error;
    }
  }

  async #heed({ status, headers }: Pick<Answer, "status" | "headers">): Promise<void> {
    const retryAfter = headers["retry-after"];
    if (this.#pacer !== undefined && (status === 429 || status === 503) && retryAfter !== undefined) {
      const instance = await this.#instance();
      const pace = this.#pacer.in(instance);
      const untilDate = parseHttpDate(retryAfter) - Date.now();
      instance.enter(() => pace.heed(retryAfter, untilDate));
    }
  }

  async #instance(): Promise<Instance> {
    return this.#loader.ready ?? (await this.#loader.load());
  }
}
