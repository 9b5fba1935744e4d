import type { Deadline } from "./deadline.js";

/** Reads a stream to its end; stops as soon as it exceeds the given number of bytes, and then returns nothing. */
export async function readAll(
  stream: ReadableStream<Uint8Array> | null,
  most: number,
  deadline: Deadline,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream?.getReader();
  try {
    for (;;) {
      const chunk = reader === undefined ? undefined : await deadline.race(reader.read());
      if (chunk === undefined || chunk.done) {
        return joined(chunks, size);
      }
      size += chunk.value.length;
      if (size > most) {
        return undefined;
      }
      chunks.push(chunk.value);
    }
  } finally {
    reader?.cancel().catch(() => {});
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
