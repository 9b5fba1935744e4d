import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PaginationError } from "isometric-registry";
import { deferred, rejection } from "../transport/support.mjs";
import { numbers, organisation, page, registryOf, respond, scripted, upTo } from "./registry.mjs";

/** @type {<T>(iterable: AsyncIterable<T>, each?: (item: T) => unknown) => Promise<number>} */
const drain = async (iterable, each = () => {}) => {
  let count = 0;
  for await (const item of iterable) {
    count += 1;
    await each(item);
  }
  return count;
};
const more = (cursor, nodes = [organisation(1)]) => page(nodes, { has_next_page: true, end_cursor: cursor });

describe("empty pages", () => {
  test("in the middle do not end a walk", async () => {
    const { registry, requests } = registryOf(120, { empty: (count) => count === 2 });
    const nodes = await registry.transferees.list().toArray();
    assert.deepEqual(numbers(nodes), [...upTo(50), ...upTo(120).slice(100)]);
    assert.equal(requests.length, 3);
  });

  test("at the front neither end it, nor first()", async () => {
    const { registry } = scripted([more("a", []), more("b", []), page([organisation(5)])]);
    assert.deepEqual(await registry.transferees.list().first(), organisation(5));
  });

  test("only has_next_page: false ends a walk, cursor or not", async () => {
    const { registry, requests } = scripted([page([organisation(1)], { end_cursor: "a" })]);
    assert.equal(await drain(registry.transferees.list()), 1);
    assert.equal(requests.length, 1);
  });
});

describe("cursors that make no progress are a PaginationError", () => {
  const stuck = {
    "the same one again": [more("a"), more("a")],
    "a cycle of two": [more("a"), more("b"), more("a")],
    "a cycle of three": [more("a"), more("b"), more("c"), more("b")],
    "none though there is more": [more("a"), more(null)],
    "an empty one": [more("a"), more("")],
    "with empty pages": [more("a", []), more("a", [])],
  };
  for (const [name, pages] of Object.entries(stuck)) {
    test(name, async () => {
      for (const walk of [
        (list) => drain(list),
        (list) => drain(list.pages()),
        (list) => list.toArray(),
        (list) => drain(list.stream()),
        async (list) => {
          for (let next = await list; next; ) {
            next = await next.nextPage();
          }
        },
      ]) {
        const { registry, requests } = scripted(pages);
        const error = await rejection(walk(registry.transferees.list()));
        assert.ok(error instanceof PaginationError, String(error));
        assert.deepEqual([error.name, error.operation, error.method], ["PaginationError", "transferees.list", "GET"]);
        assert.equal(requests.length, pages.length);
      }
    });
  }

  test("the one that the walk began with", async () => {
    const { registry, requests } = scripted([more("start")]);
    const error = await rejection(drain(registry.transferees.list({ after: "start" })));
    assert.deepEqual([error.name, error.cursor, requests.length], ["PaginationError", "start", 1]);
  });

  test("backward too", async () => {
    const { registry } = scripted([page([], { has_previous_page: true, start_cursor: "a" })]);
    assert.ok((await rejection(drain(registry.transferees.list({ last: 3 })))) instanceof PaginationError);
  });

  test("the nodes before are given", async () => {
    const { registry } = scripted([more("a"), more("a")]);
    const seen = [];
    await rejection(drain(registry.transferees.list(), (node) => seen.push(node)));
    assert.equal(seen.length, 2);
  });
});

describe("an error in mid-walk carries the cursor", () => {
  const failing = () => new Response('{"detail":"down"}', { status: 403 });

  test("from which the walk resumes", async () => {
    for (const [name, param] of [
      ["first", "after"],
      ["last", "before"],
    ]) {
      const params = { [name]: 2 };
      const { registry, fetch } = registryOf(7);
      let count = 0;
      const flaky = registry.withOptions({
        // @ts-expect-error the types refuse it
        fetch: (url, init) => {
          count += 1;
          return count === 3 ? failing() : fetch(url, init);
        },
      });
      const seen = [];
      const error = await rejection(drain(flaky.transferees.list(params), (node) => seen.push(node)));
      assert.equal(error.name, "PermissionDeniedError");
      assert.equal(seen.length, 4);
      const rest = await flaky.transferees.list({ ...params, [param]: error.cursor }).toArray();
      const expected = param === "after" ? upTo(7) : upTo(7).reverse();
      assert.deepEqual(numbers([...seen, ...rest]), expected);
    }
  });

  test("in every way of walking, and not before a first page", async () => {
    for (const walk of [
      (list) => drain(list),
      (list) => drain(list.pages()),
      (list) => list.toArray(),
      (list) => drain(list.stream()),
    ]) {
      const { registry } = scripted([more("a"), failing]);
      assert.equal((await rejection(walk(registry.transferees.list()))).cursor, "a");
      const { registry: down } = scripted([failing]);
      assert.ok(!("cursor" in (await rejection(walk(down.transferees.list())))));
    }
  });

  test("whatever its class", async () => {
    for (const fail of [() => respond({}), () => Promise.reject(new Error("net")), () => new Promise(() => {})]) {
      const { registry } = scripted([more("a"), fail], { timeoutMs: 20 });
      assert.equal((await rejection(registry.transferees.list().toArray())).cursor, "a");
    }
  });
});

describe("prefetch", () => {
  /** A list whose pages are let out one by one, and how many have been asked for. */
  const gated = (options) => {
    const asked = [];
    const { registry } = scripted([
      ({ signal }) => {
        const gate = deferred();
        const index = asked.push({ ...gate, signal }) - 1;
        signal.addEventListener("abort", () => gate.reject(signal.reason));
        asked[index].release = () => gate.resolve(respond(more(`c${index}`)));
        return gate.promise;
      },
    ]);
    return { list: registry.transferees.list({}, options), asked };
  };
  const turns = async () => {
    for (let count = 0; count < 20; count += 1) {
      await new Promise(setImmediate);
    }
  };

  for (const prefetch of [undefined, 0, 1, 3]) {
    const options = prefetch === undefined ? undefined : { prefetch };
    const ahead = prefetch ?? 1;
    test(`of ${prefetch}: ${ahead} while the consumer works, never more`, async () => {
      for (const iterate of [(list) => list[Symbol.asyncIterator](), (list) => list.pages()]) {
        const { list, asked } = gated(options);
        const iterator = iterate(list);
        const first = iterator.next();
        await turns();
        assert.equal(asked.length, 1);
        asked[0].release();
        await first;
        for (let reached = 1; reached <= ahead; reached += 1) {
          await turns();
          assert.equal(asked.length, 1 + reached);
          asked[reached].release();
        }
        await turns();
        assert.equal(asked.length, 1 + ahead);
        await iterator.return();
      }
    });
  }

  test("is cancelled when the consumer leaves, however it leaves", async () => {
    const leave = {
      break: async (list) => {
        for await (const node of list) {
          void node;
          await turns();
          break;
        }
      },
      throw: async (list) => {
        await rejection(
          (async () => {
            for await (const node of list) {
              void node;
              await turns();
              throw new Error("mine");
            }
          })(),
        );
      },
      return: async (list) => {
        const nodes = list[Symbol.asyncIterator]();
        await nodes.next();
        await turns();
        await nodes.return();
      },
      pages: async (list) => {
        for await (const item of list.pages()) {
          void item;
          await turns();
          break;
        }
      },
      stream: async (list) => {
        const reader = list.stream().getReader();
        await reader.read();
        await turns();
        await reader.cancel();
      },
    };
    for (const [name, way] of Object.entries(leave)) {
      const { list, asked } = gated();
      const walk = way(list);
      await turns();
      asked[0].release();
      await walk;
      await turns();
      assert.equal(asked.length, 2, name);
      assert.ok(asked[1].signal.aborted, name);
      assert.ok(!asked[0].signal.aborted, name);
    }
  });

  test("leaving while a page is awaited ends the wait", async () => {
    const { list, asked } = gated();
    const nodes = list[Symbol.asyncIterator]();
    const waiting = nodes.next();
    await turns();
    await nodes.return();
    assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.ok(asked[0].signal.aborted);
    assert.deepEqual(await nodes.next(), { done: true, value: undefined });
  });

  test("the caller's signal cancels it too, with its own reason", async () => {
    const controller = new AbortController();
    const { list, asked } = gated({ signal: controller.signal });
    const nodes = list[Symbol.asyncIterator]();
    const first = nodes.next();
    await turns();
    asked[0].release();
    await first;
    await turns();
    controller.abort("enough");
    assert.equal(await rejection(nodes.next()), "enough");
    assert.ok(asked[1].signal.aborted);
  });

  test("an error that comes ahead waits for its turn", async () => {
    const { registry } = scripted([more("a", upTo(3).map(organisation)), () => new Response("{}", { status: 403 })]);
    const seen = [];
    const error = await rejection(
      drain(registry.transferees.list(), async (node) => {
        seen.push(node);
        await turns();
      }),
    );
    assert.deepEqual([seen.length, error.name, error.cursor], [3, "PermissionDeniedError", "a"]);
  });

  test("an error that is not awaited is not reported", async () => {
    const { registry } = scripted([more("a"), () => new Response("{}", { status: 403 })]);
    for await (const node of registry.transferees.list()) {
      void node;
      await turns();
      break;
    }
    await turns();
  });
});

test("next() can be called without waiting", async () => {
  const { registry } = registryOf(120);
  const nodes = registry.transferees.list({ first: 7 })[Symbol.asyncIterator]();
  const results = await Promise.all(upTo(122).map(() => nodes.next()));
  assert.deepEqual(numbers(results.slice(0, 120).map(({ value }) => value)), upTo(120));
  assert.deepEqual(
    results.slice(120).map(({ done }) => done),
    [true, true],
  );
});
