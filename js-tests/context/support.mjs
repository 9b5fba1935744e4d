import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";

/** The user for whom code runs, as a web framework or a tracer keeps it. */
export const context = new AsyncLocalStorage();

/** Twenty users, each with a token of their own. */
export const users = Array.from({ length: 20 }, (_, index) => ({
  name: `user-${index}`,
  token: `the-access-token-of-user-${index}`,
}));

/** Does something for every user at once, each in a context of their own. */
export const forAll = (work) => Promise.all(users.map((user) => context.run(user.name, () => work(user))));

/** The options by which a request says whose it is. */
export const ofUser = ({ name }) => ({ headers: { "x-user": name } });

/** Notes who is being served where, and whose request it is. */
export class Notes {
  #seen = [];

  /** Notes that something happens for somebody's request. */
  add(what, owner) {
    this.#seen.push({ what, owner, context: context.getStore() });
  }

  /** Asserts that each thing happened so often for every user, or for those who are named, and in nobody's context but theirs. */
  assertOwn(counts, owners = users.map(({ name }) => name)) {
    const strays = this.#seen.filter(({ owner, context }) => owner !== context);
    const said = strays
      .slice(0, 5)
      .map(({ what, owner, context }) => `${what} of ${owner} in the context of ${context}`);
    assert.equal(strays.length, 0, `${strays.length} of ${this.#seen.length} strayed: ${said.join(", ")} …`);
    for (const [what, count] of Object.entries(counts)) {
      for (const name of owners) {
        const found = this.#seen.filter((seen) => seen.what === what && seen.owner === name);
        assert.equal(found.length, count, `${what} of ${name}`);
      }
    }
  }
}

/** Waits until something is so, in as many turns of the event loop as it takes; says so if it never is. */
export async function until(isSo, what) {
  const deadline = performance.now() + 5_000;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `${what} never came`);
    await new Promise(setImmediate);
  }
}

/** A handler that answers each user 503 first, all of them at once when every one has asked, and then 200. */
export function busyFirst(answer) {
  const asked = new Map();
  const held = [];
  return async (request, response) => {
    const name = request.headers["x-user"];
    const count = (asked.get(name) ?? 0) + 1;
    asked.set(name, count);
    if (count > 1) {
      return answer(request, response);
    }
    held.push(response);
    if (held.length === users.length) {
      for (const waiting of held) {
        waiting.writeHead(503).end();
      }
    }
  };
}
