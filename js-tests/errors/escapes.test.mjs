import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { RegistryClient } from "isometric-registry";
import { createProxy } from "isometric-registry/proxy";

/** A token of every kind of letter that somebody's encoder escapes. */
const accessToken = "a+b/c=d&e\"f\\g<h'i>j%41k.l_m";
const clientSecret = "client-secret/of+the=server";

const units = (text, write) => [...text].map((letter) => write(letter.charCodeAt(0).toString(16))).join("");
const json = (value) => JSON.stringify(value).slice(1, -1);
const names = {
  "+": "&plus;",
  "/": "&sol;",
  "=": "&equals;",
  "&": "&amp;",
  '"': "&quot;",
  "\\": "&bsol;",
  "<": "&lt;",
  "'": "&apos;",
  ">": "&gt;",
  "%": "&percnt;",
  ".": "&period;",
  $: "&dollar;",
  "!": "&excl;",
  "*": "&ast;",
  "@": "&commat;",
  "(": "&lpar;",
  ")": "&rpar;",
  "[": "&lsqb;",
  "]": "&rsqb;",
  "{": "&lcub;",
  "}": "&rcub;",
  "|": "&verbar;",
  ";": "&semi;",
  ",": "&comma;",
  "?": "&quest;",
  "^": "&Hat;",
  "`": "&grave;",
};
const html = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "/": "&sol;", "+": "&plus;" };

/** Ways in which text holds another: as servers, frameworks and gateways write it into their messages. */
const spellings = {
  "as it is": (text) => text,
  "as JSON": json,
  "as PHP's JSON": (text) => json(text).replaceAll("/", "\\/"),
  "as JSON in JSON": (text) => json(json(text)),
  "as JSON in JSON in JSON, with slashes escaped": (text) => json(json(json(text).replaceAll("/", "\\/"))),
  "in \\u escapes": (text) => units(text, (hex) => `\\u${hex.padStart(4, "0")}`),
  "in \\U escapes of capitals": (text) => units(text, (hex) => `\\u${hex.padStart(4, "0").toUpperCase()}`),
  "with one letter escaped": (text) => `\\u00${text.charCodeAt(0).toString(16)}${json(text.slice(1))}`,
  "as .NET's JSON": (text) =>
    json(text).replaceAll(/[+&<>']/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  "in \\x escapes": (text) => units(text, (hex) => `\\x${hex.padStart(2, "0")}`),
  "in percent escapes": encodeURIComponent,
  "in percent escapes of small letters": (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (part) => part.toLowerCase()),
  "in percent escapes throughout": (text) => units(text, (hex) => `%${hex}`),
  "in percent escapes twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "as a form": (text) => new URLSearchParams({ token: text }).toString().slice(6),
  "as HTML": (text) => text.replaceAll(/[&<>"'/+]/g, (letter) => html[letter]),
  "in decimal references": (text) => text.replaceAll(/\W/g, (letter) => `&#${letter.charCodeAt(0)};`),
  "in hexadecimal references": (text) => units(text, (hex) => `&#x${hex.toUpperCase()};`),
  "as HTML in JSON that escapes ampersands": (text) =>
    json(text.replaceAll(/[&<>"'/+]/g, (letter) => html[letter])).replaceAll("&", "\\u0026"),
  "in references that all have names": (text) => text.replaceAll(/\W/g, (letter) => names[letter] ?? letter),
  "in \\U escapes of eight digits": (text) => units(text, (hex) => `\\U0000${hex.padStart(4, "0")}`),
  "in octal escapes": (text) =>
    text.replaceAll(/\W/g, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, "0")}`),
  "as a shell quotes it": (text) => text.replaceAll(/[^\w.]/g, "\\$&"),
  "as a shell quotes it, in JSON": (text) => json(text.replaceAll(/[^\w.]/g, "\\$&")),
  "as JSON in an address": (text) => encodeURIComponent(json(text).replaceAll("/", "\\/")),
};

/** Everything that shows an error. */
const shown = (error) =>
  [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })].join("\n");

describe("a credential in an answer", () => {
  for (const [name, spell] of Object.entries(spellings)) {
    test(`${name} reaches no error`, async () => {
      for (const secret of [accessToken, clientSecret]) {
        const spelt = spell(secret);
        for (const body of [`{"detail":"bad token ${spelt}, twice: ${spelt}"}`, `bad token ${spelt}!`, `"${spelt}"`]) {
          const fetch = async () =>
            new Response(body, { status: 422, headers: { "x-request-id": encodeURIComponent(secret) } });
          const registry = new RegistryClient({ baseUrl: "https://registry.test", clientSecret, accessToken, fetch });
          const error = await registry.projects.get("prj_0123456789ABCDEF").catch((error) => error);
          assert.equal(error.status, 422);
          assert.ok(!shown(error).includes(spelt), body);
          assert.ok(!JSON.stringify(error.body).includes(json(spelt)), JSON.stringify(error.body));
          assert.match(JSON.stringify(error.body), /\[redacted\]/);
          assert.equal(error.requestId, "[redacted]");
        }
      }
    });

    test(`${name} reaches no page`, async () => {
      const spelt = spell(accessToken);
      const body = `{"detail":"bad token ${spelt}","x":1}`;
      const fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
      const proxy = createProxy({ baseUrl: "https://registry.test", clientSecret, accessToken, fetch });
      const response = await proxy(new Request("http://localhost/registry/projects"));
      assert.equal(await response.text(), '{"detail":"bad token [redacted]","x":1}');
    });
  }

  test("leaves what only resembles it as it is", async () => {
    const body = JSON.stringify({
      detail: `${accessToken.slice(0, -1)}! ${encodeURIComponent(clientSecret.slice(1))} %41%2 &#x;`,
    });
    const fetch = async () => new Response(body, { headers: { "content-type": "application/json" } });
    const proxy = createProxy({ baseUrl: "https://registry.test", clientSecret, accessToken, fetch });
    const response = await proxy(new Request("http://localhost/registry/projects"));
    assert.equal(await response.text(), body);
  });

  test("of a charset that pages read otherwise is not passed on", async () => {
    const fetch = async () => new Response("{}", { headers: { "content-type": "application/json; charset=utf-16le" } });
    const proxy = createProxy({ baseUrl: "https://registry.test", clientSecret, fetch });
    assert.equal((await proxy(new Request("http://localhost/registry/projects"))).status, 502);
  });
});
