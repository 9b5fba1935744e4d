import type { RegistryClient } from "../../index.js";
import type { Given } from "../command.js";
import type { Io } from "../io.js";
import type { Answer, ListPage } from "../output/answer.js";
import { readFormat } from "../output/format.js";
import { status } from "../status.js";
import type { OperationCommand, ResourceCommand } from "../tables.js";
import { connect } from "./connect.js";
import { readExtent, readFilters } from "./input.js";
import { walk } from "./walk.js";

/** Any operation's method, as far as this file uses it. */
type Method = (...values: unknown[]) => unknown;

/** Runs a read operation, and writes its results. */
export async function runOperation(
  resource: ResourceCommand,
  operation: OperationCommand,
  given: Given,
  io: Io,
): Promise<number> {
  const command = `${resource.command} ${operation.command}`;
  const format = readFormat(given, io, command);
  const extent = readExtent(given, command);
  const filters = readFilters(operation, given, io.say);
  const [id] = given.operands;
  const isSuppliers = resource.command === "suppliers" || resource.command === "stripe";
  const registry = await connect(given, io, { role: isSuppliers ? "supplier" : "buyer", id });
  const call = methodOf(registry, resource, operation);
  const ids = operation.id === undefined ? [] : [id];
  const { signal } = io;

  if (operation.answer === "page") {
    const backward = filters["last"] !== undefined || filters["before"] !== undefined;
    const list = (page: object, options: object): never =>
      call(...ids, { ...filters, ...page }, { ...options, signal }) as never;
    const pages = new Counted(walk(list, filters, extent, backward), io, extent.all || extent.limit !== undefined);
    await io.stdout.writeAll(format({ kind: "list", model: operation.model, pages, backward }));
    pages.sayWhatIsLeft(backward);
    return status.done;
  }
  const value = await call(...ids, { signal });
  if (value === null && id !== undefined) {
    io.say(`${command}: ${id} does not exist`);
    return status.failed;
  }
  await io.stdout.writeAll(format(answerOf(operation, value)));
  return status.done;
}

function methodOf(registry: RegistryClient, resource: ResourceCommand, operation: OperationCommand): Method {
  const methods = registry[resource.name] as unknown as Readonly<Record<string, Method>>;
  return (...values) => methods[operation.method]?.(...values);
}

function answerOf({ answer, model }: OperationCommand, value: unknown): Answer {
  const pages = async function* (): AsyncGenerator<ListPage> {
    yield value as ListPage;
  };
  return answer === "list"
    ? { kind: "list", model, pages: pages(), backward: false }
    : { kind: "object", model, value };
}

/** The pages of a list, with progress. */
class Counted implements AsyncIterable<ListPage> {
  readonly #pages: AsyncIterable<ListPage>;
  readonly #io: Io;
  readonly #isWalk: boolean;
  #found = 0;
  #last: ListPage | undefined;

  constructor(pages: AsyncIterable<ListPage>, io: Io, isWalk: boolean) {
    this.#pages = pages;
    this.#io = io;
    this.#isWalk = isWalk;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ListPage> {
    try {
      for await (const page of this.#pages) {
        this.#found += page.nodes.length;
        this.#last = page;
        yield page;
        if (this.#isWalk) {
          this.#io.progress(`${this.#found} of ${page.total_count}`);
        }
      }
    } catch (error) {
      if (this.#last !== undefined) {
        this.#io.say(`the list was not read to its end: ${this.#found} of ${this.#last.total_count} were written`);
      }
      throw error;
    }
  }

  /** A part of a list must not be mistaken for the whole. */
  sayWhatIsLeft(backward: boolean): void {
    const { page_info, total_count } = this.#last ?? {};
    const [hasMore, cursor, name] = backward
      ? [page_info?.has_previous_page, page_info?.start_cursor, "before"]
      : [page_info?.has_next_page, page_info?.end_cursor, "after"];
    if (hasMore === true) {
      const onward = cursor === null || cursor === undefined ? "" : `; --${name} ${cursor} continues from here`;
      this.#io.say(`${this.#found} of ${total_count}; --all prints all, --limit N the first N${onward}`);
    }
  }
}
