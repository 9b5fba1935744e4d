import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { InvalidRequestError, isOutcomeUnknown, RegistryClient } from "isometric-registry";
import { createProxy } from "isometric-registry/proxy";

/** As if the code ran in a page, or where one is imitated. */
const placeAt = (href) => {
  Object.defineProperty(globalThis, "location", { configurable: true, value: new URL(href) });
};

/** A client and the addresses that it asks. */
function recording(baseUrl, options = {}) {
  const asked = [];
  const fetch = async (url) => {
    asked.push(url);
    return Response.json(null);
  };
  return { asked, registry: new RegistryClient({ baseUrl, fetch, ...options }) };
}

afterEach(() => {
  delete globalThis.location;
});

describe("a relative baseUrl where something has an address", () => {
  for (const [href, baseUrl, address] of [
    ["http://localhost:3000/", "/registry", "http://localhost:3000/registry"],
    ["https://app.example/shop/cart?item=3#top", "/registry/", "https://app.example/registry"],
    ["https://app.example/shop/cart", "./registry", "https://app.example/shop/registry"],
    ["https://app.example/shop/cart", "registry", "https://app.example/shop/registry"],
    ["https://app.example/shop/cart", "//api.example/v0", "https://api.example/v0"],
    ["blob:https://app.example/3d1f3a2e", "/registry", "https://app.example/registry"],
  ]) {
    test(`${baseUrl} at ${href} is ${address}`, async () => {
      placeAt(href);
      const { asked, registry } = recording(baseUrl);
      await registry.projects.get("prj_0123456789ABCDEF");
      assert.deepEqual(asked, [`${address}/projects/prj_0123456789ABCDEF`]);
    });
  }

  test("stays what it was when the page's address changes", async () => {
    placeAt("https://app.example/");
    const { asked, registry } = recording("registry");
    placeAt("https://app.example/deep/down/");
    await registry.projects.get("prj_0123456789ABCDEF");
    assert.deepEqual(asked, ["https://app.example/registry/projects/prj_0123456789ABCDEF"]);
  });
});

describe("a relative baseUrl where nothing has an address", () => {
  const calls = {
    "a read": (registry) => registry.projects.get("prj_0123456789ABCDEF"),
    "a list": (registry) => registry.projects.list().toArray(),
    "a page": (registry) => registry.projects.list(),
    "an iteration": (registry) => registry.projects.list()[Symbol.asyncIterator]().next(),
    "an operation that acts": (registry) => registry.beneficiaries.create({ name: "A" }),
    "a raw request": (registry) => registry.request({ method: "GET", path: "/projects" }),
  };

  for (const [name, call] of Object.entries(calls)) {
    test(`is taken, and ${name} is refused, saying what to do`, async () => {
      const { asked, registry } = recording("/registry");
      await assert.rejects(call(registry), (error) => {
        assert(error instanceof InvalidRequestError);
        assert.equal(error.issues.length, 1);
        assert.equal(error.issues[0].path, "baseUrl");
        assert.match(error.message, /"\/registry" is relative.*call from the page only, or give the whole address/);
        assert(!isOutcomeUnknown(error));
        return true;
      });
      assert.deepEqual(asked, []);
    });
  }

  for (const href of ["about:blank", "file:///home/index.html"]) {
    test(`counts ${href} as none`, async () => {
      placeAt(href);
      await assert.rejects(recording("/registry").registry.projects.list().toArray(), /is relative/);
    });
  }

  test("is taken with credentials too, which go nowhere", async () => {
    const credentials = { clientSecret: "client-secret-value", accessToken: "access-token-value" };
    const { asked, registry } = recording("/registry", credentials);
    await assert.rejects(registry.organisations.current(), /is relative/);
    assert.deepEqual(asked, []);
  });

  test("an unused list does not reject", () => {
    void recording("/registry").registry.projects.list();
  });

  test("can be changed by withOptions", async () => {
    const { asked, registry } = recording("/registry");
    await registry.withOptions({ baseUrl: "https://app.example/registry" }).projects.get("prj_0123456789ABCDEF");
    assert.deepEqual(asked, ["https://app.example/registry/projects/prj_0123456789ABCDEF"]);
  });

  for (const baseUrl of [
    "registry.example/v0",
    "/registry?a=1",
    "/registry#a",
    "//user@host/registry",
    "ftp://host/v0",
  ]) {
    test(`${baseUrl} is refused at once`, () => {
      assert.throws(() => new RegistryClient({ baseUrl }), /baseUrl: expected an http or https address/);
    });
  }

  test("is refused at once by a proxy, which is on a server", () => {
    const options = { baseUrl: "/registry", clientSecret: "client-secret-value" };
    assert.throws(() => createProxy(options), /baseUrl: expected an http or https address/);
  });
});
