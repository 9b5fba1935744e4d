/** The part of an `AbortSignal` that is used. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A signal of our own. */
export class Leave implements Signal {
  readonly #listeners = new Set<() => void>();
  aborted = false;
  readonly reason = undefined;

  addEventListener(_: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Aborts, and notifies all listeners. */
  abort(): void {
    this.aborted = true;
    [...this.#listeners].forEach((tell) => tell());
  }
}

/** The listeners of each signal. */
const listeners = /* @__PURE__ */ new WeakMap<
  Signal,
  { readonly all: Set<() => void>; readonly tellAll: () => void }
>();

/** A signal to which any number of calls listen through one listener, which exists only as long as one of them does. */
export function shared(signal: Signal): Signal {
  return {
    get aborted() {
      return signal.aborted;
    },
    get reason() {
      return signal.reason;
    },
    addEventListener(type, listener) {
      let known = listeners.get(signal);
      if (known === undefined) {
        const all = new Set<() => void>();
        known = { all, tellAll: () => [...all].forEach((tell) => tell()) };
        listeners.set(signal, known);
        signal.addEventListener(type, known.tellAll);
      }
      known.all.add(listener);
    },
    removeEventListener(type, listener) {
      const known = listeners.get(signal);
      if (known?.all.delete(listener) === true && known.all.size === 0) {
        listeners.delete(signal);
        signal.removeEventListener(type, known.tellAll);
      }
    },
  };
}

/** A signal that aborts when either of two does, and keeps no listener of its own. */
export function either(one: Signal | undefined, other: Signal | undefined): Signal | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  return {
    get aborted() {
      return one.aborted || other.aborted;
    },
    get reason() {
      return one.aborted ? one.reason : other.reason;
    },
    addEventListener(type, listener) {
      one.addEventListener(type, listener);
      other.addEventListener(type, listener);
    },
    removeEventListener(type, listener) {
      one.removeEventListener(type, listener);
      other.removeEventListener(type, listener);
    },
  };
}
