/** The memory of each copy of the core that has been made since this module was loaded. */
export const memories = [];

const { Instance } = WebAssembly;

WebAssembly.Instance = class {
  constructor(module, imports) {
    const instance = new Instance(module, imports);
    memories.push(Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory));
    // biome-ignore lint/correctness/noConstructorReturn: what is made has to be an instance of the runtime's own.
    return instance;
  }
};

export const coreBytes = () => memories.at(-1).buffer.byteLength;

/** Takes all the memory that the core could ever have, so that its next larger need kills it. */
export function exhaust() {
  const memory = memories.at(-1);
  for (let pages = 65_536; pages >= 1; ) {
    try {
      memory.grow(pages);
    } catch {
      pages = Math.floor(pages / 2);
    }
  }
}
