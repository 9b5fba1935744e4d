import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clientBy } from "../transport/support.mjs";
import { context, forAll, Notes, ofUser } from "./support.mjs";

const PAGES = 5;

/** A client of a list of five pages, and for whom each was asked: by whose it is, or by its number where nobody says so. */
function listing() {
  const notes = new Notes();
  const asked = [];
  const fetch = async (url, { headers }) => {
    const number = Number(/after=c(\d+)/.exec(url)?.[1] ?? 0) + 1;
    const owner = headers["x-user"];
    if (owner === undefined) {
      asked.push([number, context.getStore()]);
    } else {
      notes.add("page", owner);
    }
    await new Promise(setImmediate);
    const id = `org_${String(number).padStart(16, "0")}`;
    const hasNext = number < PAGES;
    return new Response(
      JSON.stringify({
        nodes: [{ id, name: `Buyer ${number}`, domain: null }],
        total_count: PAGES,
        page_info: {
          has_previous_page: number > 1,
          start_cursor: `s${number}`,
          has_next_page: hasNext,
          end_cursor: hasNext ? `c${number}` : null,
        },
      }),
    );
  };
  return { registry: clientBy(fetch), notes, asked };
}

/** The ways to read a whole list. */
const ways = {
  "for await": async (list) => {
    for await (const node of list()) {
      void node;
    }
  },
  "pages()": async (list) => {
    for await (const page of list().pages()) {
      void page;
    }
  },
  "toArray()": (list) => list().toArray(),
  "stream()": async (list) => {
    const reader = list().stream().getReader();
    while (!(await reader.read()).done) {}
  },
  "nextPage()": async (list) => {
    for (let page = await list(); page !== null; ) {
      page = await page.nextPage();
    }
  },
};

describe("twenty users who read a list at once ask for every page in their own context", () => {
  for (const [name, read] of Object.entries(ways)) {
    test(name, async () => {
      const { registry, notes } = listing();
      await forAll((user) => read(() => registry.transferees.list({}, ofUser(user))));
      notes.assertOwn({ page: PAGES });
    });
  }

  test("await, then() and first()", async () => {
    const { registry, notes } = listing();
    await forAll(async (user) => {
      const list = registry.transferees.list({}, ofUser(user));
      await list;
      await list.then(({ nodes }) => nodes);
      await list.first();
    });
    notes.assertOwn({ page: 3 });
  });
});

describe("a page belongs to the next() that started its request", () => {
  const iterators = {
    "pages()": (list) => list.pages(),
    "for await": (list) => list[Symbol.asyncIterator](),
  };
  const owners = {
    0: ["step 1", "step 2", "step 3", "step 4", "step 5"],
    1: ["step 1", "step 1", "step 2", "step 3", "step 4"],
    2: ["step 1", "step 1", "step 1", "step 2", "step 3"],
  };
  for (const [name, iteratorOf] of Object.entries(iterators)) {
    for (const [prefetch, expected] of Object.entries(owners)) {
      test(`${name} with a prefetch of ${prefetch}`, async () => {
        const { registry, notes, asked } = listing();
        const list = registry.transferees.list({}, { prefetch: Number(prefetch) });
        const iterator = context.run("where it is made", () => iteratorOf(list));
        // Others read meanwhile with the same client, so that no page is alone on its way.
        const busy = forAll((user) => registry.transferees.list({}, ofUser(user)).toArray());
        for (let step = 1; step <= PAGES; step += 1) {
          await context.run(`step ${step}`, () => iterator.next());
          // Time for what was started to be sent.
          for (let turns = 0; turns < 10; turns += 1) {
            await new Promise(setImmediate);
          }
        }
        await busy;
        notes.assertOwn({ page: PAGES });
        assert.deepEqual(
          asked.sort(([one], [other]) => one - other),
          expected.map((owner, index) => [index + 1, owner]),
        );
      });
    }
  }
});
