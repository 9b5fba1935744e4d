import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clientBy, clientOf, json, rejection, serve } from "../transport/support.mjs";

const failing = clientBy(() => new Response("{}", { status: 403 }));
const drain = async (iterable) => {
  for await (const item of iterable) {
    void item;
  }
};

/** Each way to a call, in a function whose name is to be found in the stack. */
const ways = {
  async call() {
    await failing.organisations.current();
  },
  async callReturned() {
    return failing.organisations.current();
  },
  async refused() {
    // @ts-expect-error the types refuse it
    await failing.organisations.get("bad");
  },
  async refusedOptions() {
    // @ts-expect-error the types refuse it
    await failing.organisations.current({ timeoutMS: 5 });
  },
  async request() {
    await failing.request({ method: "GET", path: "/x" });
  },
  async refusedRequest() {
    await failing.request({ method: "GET", path: "x" });
  },
  async list() {
    await failing.projects.list();
  },
  async listThen() {
    await failing.projects.list().then((page) => page);
  },
  async listCatch() {
    await failing.projects.list().catch((error) => {
      throw error;
    });
  },
  async loop() {
    for await (const item of failing.projects.list()) {
      void item;
    }
  },
  async pages() {
    for await (const page of failing.projects.list().pages()) {
      void page;
    }
  },
  async toArray() {
    await failing.projects.list().toArray();
  },
  async first() {
    await failing.projects.list().first();
  },
  async refusedList() {
    await failing.projects.list({ first: 0 });
  },
};

describe("a stack begins in the caller's code", () => {
  for (const [name, way] of Object.entries(ways)) {
    test(name, async () => {
      const { stack, message } = await rejection(way());
      const [header, first] = stack.slice(stack.indexOf(message)).split("\n");
      assert.equal(header, message);
      assert.match(first, new RegExp(`^ +at .*\\b${name}\\b.*${import.meta.filename}`));
    });
  }

  test("in the middle of a list", async (t) => {
    const page = (cursor) =>
      JSON.stringify({
        nodes: [{ id: "org_0123456789ABCDEF", name: "n", domain: null }],
        total_count: 9,
        page_info: { has_previous_page: false, start_cursor: null, has_next_page: true, end_cursor: cursor },
      });
    const server = await serve(t, (_, response, count) =>
      count % 3 === 0 ? json(response, 403) : json(response, 200, page(`c${count % 3}`)),
    );
    for (const walk of [
      async function walkNodes() {
        for await (const node of clientOf(server).transferees.list()) {
          void node;
        }
      },
      async function walkPages() {
        for await (const node of clientOf(server).transferees.list().pages()) {
          void node;
        }
      },
      async function turnPages() {
        let next = await clientOf(server).transferees.list();
        while (next) {
          next = await next.nextPage();
        }
      },
    ]) {
      const { stack, name } = await rejection(walk());
      assert.equal(name, "PermissionDeniedError");
      assert.match(stack.split("\n")[1], new RegExp(walk.name));
    }
  });
});

test("without stack traces there is no harm", async () => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = await rejection(drain(failing.projects.list()));
  Error.stackTraceLimit = stackTraceLimit;
  assert.equal(error.name, "PermissionDeniedError");
  const { captureStackTrace } = Error;
  delete Error.captureStackTrace;
  const other = await rejection(failing.organisations.current());
  Error.captureStackTrace = captureStackTrace;
  assert.match(other.stack, /PermissionDeniedError/);
});
