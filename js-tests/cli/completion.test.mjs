import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { environment, program } from "./support.mjs";

/** What a word can become, at the end of a line that has been typed so far. */
/** @type {[line: string, words: string[]][]} */
const expected = [
  ["retire", ["retirements"]],
  ["organisations credit-b", ["credit-balance", "credit-batches"]],
  ["transfers list --to", ["--to-organisation-id"]],
  ["organisations credit-batches org_0123456789ABCDEF --status ", ["active", "split", "retired"]],
  ["organisations credit-batches --sort-direction d", ["desc"]],
  ["completion ", ["bash", "zsh"]],
  ["serve --fail st", ["stall:"]],
  ["projects list --limit 5 --lim", []],
  ["nothing li", []],
];

/** A folder in which the program has its name. */
async function linked(t) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "registry-completion-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "isometric-registry");
  await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  await chmod(file, 0o755);
  return environment({ PATH: `${folder}${path.delimiter}${process.env.PATH}` });
}

test("bash completes commands, options and values", async (t) => {
  if (spawnSync("bash", ["--version"]).error) {
    return t.skip("there is no bash");
  }
  const env = await linked(t);
  const script = `
    eval "$(isometric-registry completion bash)"
    while IFS= read -r line; do
      IFS=' ' read -r -a COMP_WORDS <<< "isometric-registry $line"
      [[ $line == *' ' ]] && COMP_WORDS+=("")
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _isometric_registry
      echo "\${COMPREPLY[*]}"
    done`;
  const input = expected.map(([line]) => `${line}\n`).join("");
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { env, input, encoding: "utf8" });
  assert.deepEqual(
    stdout.split("\n").slice(0, -1),
    expected.map(([, words]) => words.join(" ")),
    stderr,
  );
});

test("zsh completes commands, options and values", async (t) => {
  if (spawnSync("zsh", ["--version"]).error) {
    return t.skip("there is no zsh");
  }
  const env = await linked(t);
  const script = `
    autoload -U compinit && compinit -D -u
    eval "$(isometric-registry completion zsh)"
    [[ \${_comps[isometric-registry]} == _isometric_registry ]] || echo "not registered"
    _describe() { local -a all; all=("\${(@P)2}"); print -r -- "\${(j: :)all}" }
    _default() { print }
    while IFS= read -r line; do
      words=(isometric-registry \${(s: :)line})
      [[ $line == *' ' ]] && words+=("")
      CURRENT=\${#words}
      _isometric_registry
    done`;
  const input = expected.map(([line]) => `${line}\n`).join("");
  const { stdout, stderr } = spawnSync("zsh", ["-f", "-c", script], { env, input, encoding: "utf8" });
  const found = stdout.split("\n").slice(0, -1);
  for (const [index, [line, words]] of expected.entries()) {
    for (const word of words) {
      assert.ok(found[index]?.includes(word.replaceAll(":", "\\:")), `${line}: ${found[index]} ${stderr}`);
    }
  }
  assert.equal(found.length, expected.length, stdout);
});
