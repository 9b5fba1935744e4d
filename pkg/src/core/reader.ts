import {
  TAG_BIGINT,
  TAG_BIGTEXT,
  TAG_DECIMAL,
  TAG_DRIFTED,
  TAG_FALSE,
  TAG_INTEGER,
  TAG_LIST,
  TAG_MAP,
  TAG_NULL,
  TAG_NUMBER,
  TAG_OBJECT,
  TAG_SHORT,
  TAG_TEXT,
  TAG_TRUE,
  TAG_WIDE,
} from "../generated/border.js";
import type { WasmMemory } from "../platform/wasm.js";

/** The length of an empty list of JSON. */
const EMPTY = "[]".length;

type Properties = Record<string, unknown>;

/** Reads a value at an index of the memory, counted in words; `undefined` if there is none. */
export type ReadValue<T = unknown> = (at: number) => T;

/** Functions that read values of a known kind. */
export interface Readers {
  /** Any value. */
  readonly value: ReadValue;
  /** A string. */
  readonly string: ReadValue<string>;
  /** A string of ASCII only. */
  readonly ascii: ReadValue<string>;
  /** A string of ASCII only, or `null`. */
  readonly asciiOrNull: ReadValue<string | null>;
  /** A bigint. */
  readonly bigint: ReadValue<bigint>;
  /** `true` or `false`. */
  readonly boolean: ReadValue<boolean>;
}

/** Reads an object of one model, whose properties are at `at`, `at + 2` and so on. */
export type ReadObject = (at: number) => Properties;

/** Adds a property that may be missing. */
export function addOptional(object: Properties, name: string, value: unknown): Properties {
  if (value !== undefined) {
    object[name] = value;
  }
  return object;
}

/**
 * Creates the function that reads the records of the body that was decoded last. `layout` is the byte offset at which
 * the core keeps the places of their parts; `createShapes` creates the functions that read an object of each model, by
 * the number of its shape.
 */
export function createReader(
  memory: WasmMemory,
  layout: number,
  createShapes: (readers: Readers) => readonly ReadObject[],
): () => unknown {
  const decoder = new TextDecoder();
  // Views of the whole memory, and where the vectors start in them.
  let words = new Uint32Array();
  let payloads = new Int32Array();
  let numbers = new Float64Array();
  let integers = new BigInt64Array();
  let bytes = new Uint8Array();
  let values = 0;
  let firstNumber = 0;
  let firstInteger = 0;
  // Separate strings: parts of one long string would keep all of it in memory.
  let texts: readonly string[] = [];
  let wide: readonly string[] = [];
  // Engines copy strings this short when they are cut from a longer one.
  let short = "";
  // Without a prototype, whose properties would count; one for all, as there may be many.
  const own: PropertyDescriptor = Object.assign(Object.create(null) as object, {
    configurable: true,
    enumerable: true,
    writable: true,
  });

  function value(at: number): unknown {
    const head = words[at]!;
    const payload = payloads[at + 1]!;
    const aux = head >>> 4;
    switch (head & 15) {
      case TAG_TEXT:
        return texts[payload];
      case TAG_NULL:
        return null;
      case TAG_BIGINT:
        return integers[firstInteger + payload];
      case TAG_OBJECT:
        return object(aux, values + 2 * payload);
      case TAG_INTEGER:
        return payload;
      case TAG_NUMBER:
        return numbers[firstNumber + payload];
      case TAG_TRUE:
        return true;
      case TAG_FALSE:
        return false;
      case TAG_LIST:
        return list(aux, values + 2 * payload);
      case TAG_SHORT:
        return short.substring(payload, payload + aux);
      case TAG_WIDE:
        return wide[payload];
      case TAG_MAP:
        return addProperties({}, aux, values + 2 * payload);
      case TAG_DECIMAL:
        return Number(texts[payload]);
      case TAG_BIGTEXT:
        return BigInt(texts[payload]!);
      default:
        return undefined;
    }
  }

  const ascii: ReadValue<string> = (at) => texts[payloads[at + 1]!]!;

  const shapes = createShapes({
    value,
    string: (at) => ((words[at]! & 15) === TAG_TEXT ? ascii(at) : (value(at) as string)),
    ascii,
    asciiOrNull: (at) => (words[at] === TAG_NULL ? null : ascii(at)),
    bigint: (at) => integers[firstInteger + payloads[at + 1]!]!,
    boolean: (at) => words[at] === TAG_TRUE,
  });

  let looseShapes: readonly ReadObject[] | undefined;

  function object(shape: number, at: number): Properties {
    const read = shapes[shape];
    const result = read === undefined ? drifted(shape - TAG_DRIFTED, at) : read(at + 2);
    const unknown = words[at]!;
    return unknown === 0 ? result : addProperties(result, unknown >>> 4, values + 2 * payloads[at + 1]!);
  }

  /** The known properties of an object that has drifted from its model: they may be of any kind, or missing. */
  function drifted(shape: number, at: number): Properties {
    looseShapes ??= createShapes({
      value,
      string: value as ReadValue<string>,
      ascii: value as ReadValue<string>,
      asciiOrNull: value as ReadValue<string | null>,
      bigint: value as ReadValue<bigint>,
      boolean: value as ReadValue<boolean>,
    });
    const known = Object.entries(looseShapes[shape]!(at + 2)).filter(([, part]) => part !== undefined);
    return Object.fromEntries(known);
  }

  function list(length: number, at: number): unknown[] {
    const result = new Array<unknown>(length);
    for (let index = 0; index < length; index += 1) {
      result[index] = value(at + 2 * index);
    }
    return result;
  }

  function addProperties(result: Properties, count: number, at: number): Properties {
    for (const end = at + 4 * count; at < end; at += 4) {
      const name = value(at) as string;
      if (name === "__proto__") {
        const inner = value(at + 2);
        own.value = inner;
        Object.defineProperty(result, name, own);
      } else {
        result[name] = value(at + 2);
      }
    }
    return result;
  }

  /** The strings of a list of JSON whose place and length are words of the layout. */
  function strings(at: number): readonly string[] {
    const start = words[at]!;
    return JSON.parse(decoder.decode(bytes.subarray(start, start + words[at + 1]!))) as string[];
  }

  return () => {
    const { buffer } = memory;
    if (words.buffer !== buffer) {
      words = new Uint32Array(buffer);
      payloads = new Int32Array(buffer);
      numbers = new Float64Array(buffer);
      integers = new BigInt64Array(buffer);
      bytes = new Uint8Array(buffer);
    }
    const at = layout / 4;
    values = words[at]! / 4;
    const last = words[at + 1]! - 1;
    firstNumber = words[at + 2]! / 8;
    firstInteger = words[at + 3]! / 8;
    texts = strings(at + 4);
    short = texts[texts.length - 1]!;
    wide = words[at + 7] === EMPTY ? texts : strings(at + 6);
    const result = value(values + 2 * last);
    texts = wide = [];
    short = "";
    own.value = undefined;
    return result;
  };
}
