import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clientBy, clientOf, deferred, json, organisationText, serve } from "../transport/support.mjs";
import { busyFirst, context, forAll, Notes, ofUser, until, users } from "./support.mjs";

const tokens = new Map(users.map(({ name, token }) => [name, token]));

/** Answers who is asking with whose token. */
const whose = ({ headers }, response) =>
  json(
    response,
    200,
    JSON.stringify({ ...JSON.parse(organisationText), name: `${headers["x-user"]} ${headers.authorization}` }),
  );
const own = ({ name, token }) => `${name} Bearer ${token}`;

/** A token function that looks up the token of whom the code runs for, and takes some turns for it. */
async function tokenOfSession() {
  const name = context.getStore();
  for (let turns = Number(name?.split("-")[1]) % 7; turns >= 0; turns -= 1) {
    await new Promise(setImmediate);
  }
  assert.equal(context.getStore(), name);
  return tokens.get(name);
}

describe("a token function that reads the context returns the token of each call's own user", () => {
  test("given to the client, which is answered 503 first", async (t) => {
    const server = await serve(t, busyFirst(whose));
    const registry = clientOf(server, { accessToken: tokenOfSession, maxConcurrency: users.length });
    const answers = await forAll((user) => registry.organisations.current(ofUser(user)));
    assert.deepEqual(
      answers.map(({ name }) => name),
      users.map(own),
    );
  });

  test("given with the call", async (t) => {
    const server = await serve(t, whose);
    const registry = clientOf(server);
    const answers = await forAll((user) =>
      registry.organisations.current({ ...ofUser(user), accessToken: tokenOfSession }),
    );
    assert.deepEqual(
      answers.map(({ name }) => name),
      users.map(own),
    );
  });

  test("after waiting for a slot", async (t) => {
    const server = await serve(t, whose);
    const registry = clientOf(server, { accessToken: tokenOfSession, maxConcurrency: 2 });
    const answers = await forAll((user) => registry.organisations.current(ofUser(user)));
    assert.deepEqual(
      answers.map(({ name }) => name),
      users.map(own),
    );
  });

  test("a second user who asks while the first one's look-up is under way", async () => {
    const [ann, bob] = users;
    const lookUps = new Map([ann, bob].map(({ name }) => [name, deferred()]));
    const sent = [];
    const registry = clientBy(
      async (_, { headers }) => {
        sent.push(`${headers["x-user"]} ${headers.Authorization}`);
        return new Response(organisationText);
      },
      { accessToken: () => lookUps.get(context.getStore()).promise },
    );
    const [first, second] = [ann, bob].map((user) =>
      context.run(user.name, () => registry.organisations.current(ofUser(user))),
    );
    await new Promise(setImmediate);
    lookUps.get(bob.name).resolve(bob.token);
    lookUps.get(ann.name).resolve(ann.token);
    await Promise.all([first, second]);
    assert.deepEqual(sent.sort(), [ann, bob].map(own));
  });
});

describe("every call asks for itself", () => {
  test("while the look-ups of others are under way", async () => {
    const pending = [];
    const accessToken = () => {
      const lookUp = deferred();
      pending.push(lookUp);
      return lookUp.promise;
    };
    const registry = clientBy(async () => new Response(organisationText), {
      accessToken,
      maxConcurrency: users.length,
    });
    const all = forAll((user) => registry.organisations.current(ofUser(user)));
    await until(() => pending.length > 0, "the first look-up");
    for (let turns = 0; turns < 20; turns += 1) {
      await new Promise(setImmediate);
    }
    const asked = pending.length;
    for (const [index, { resolve }] of pending.entries()) {
      resolve(users[index].token);
    }
    await all;
    assert.equal(asked, users.length);
  });

  test("once for each attempt, and in its own context", async (t) => {
    const server = await serve(t, busyFirst(whose));
    const notes = new Notes();
    const registry = clientOf(server, { maxConcurrency: users.length });
    await forAll((user) => {
      const accessToken = () => {
        notes.add("look-up", user.name);
        return Promise.resolve(user.token);
      };
      return registry.organisations.current({ ...ofUser(user), accessToken });
    });
    notes.assertOwn({ "look-up": 2 });
  });

  test("and again for itself when its token is refused", async (t) => {
    const server = await serve(t, ({ headers }, response) =>
      headers.authorization?.endsWith("-fresh") ? whose({ headers }, response) : json(response, 401),
    );
    const asked = [];
    const registry = clientOf(server, {
      maxConcurrency: users.length,
      accessToken: async ({ refused }) => {
        const name = context.getStore();
        asked.push(`${name} ${refused}`);
        await new Promise(setImmediate);
        return `${tokens.get(name)}${refused ? "-fresh" : ""}`;
      },
    });
    const answers = await forAll((user) => registry.organisations.current(ofUser(user)));
    assert.deepEqual(
      answers.map(({ name }) => name),
      users.map((user) => `${own(user)}-fresh`),
    );
    assert.deepEqual(asked.sort(), users.flatMap(({ name }) => [`${name} false`, `${name} true`]).sort());
  });
});
