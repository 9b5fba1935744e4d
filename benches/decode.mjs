import { ajvPage } from "./lib/ajv-page.mjs";
import { RESPONSES } from "./lib/bodies.mjs";
import { compareKinds, prepareKinds } from "./lib/kinds.mjs";
import { compareShort } from "./lib/measure.mjs";
import { creditBatchPages, LETTERS } from "./lib/pages.mjs";
import { print } from "./lib/print.mjs";
import { assertSame, withBigints } from "./lib/same.mjs";
import { openSeam } from "./lib/seam.mjs";
import { zodPage } from "./lib/zod-page.mjs";

const TARGET = 0.6;

const decoder = new TextDecoder();
const parse = (bytes) => JSON.parse(decoder.decode(bytes));

/** Decoding alone, at the seam between bytes and objects. */
export async function benchDecode() {
  const seam = await openSeam();
  const tables = await prepareKinds(RESPONSES, contendersFor(seam));
  for (const [letters, options] of Object.entries(LETTERS)) {
    await creditBatches(seam, letters, options);
  }
  await compareKinds("Decoding each kind of response", tables, TARGET);
}

/** A page of credit batches, compared with other ways to check it. */
async function creditBatches(seam, letters, options) {
  const pages = creditBatchPages(16, options);
  const decode = seam("Page<CreditBatch>");
  const onPages = (work) => (index) => work(pages[index % pages.length]);
  const contenders = [
    { name: "TextDecoder + JSON.parse", run: parse, isExact: false },
    { name: "isometric-registry", run: decode, isExact: true },
    { name: "JSON.parse + ajv", run: checkedByAjv, isExact: false },
    { name: "JSON.parse + zod, with bigints", run: (bytes) => zodPage.parse(parse(bytes)), isExact: true },
  ];
  for (const bytes of pages) {
    for (const { name, run, isExact } of contenders) {
      const expected = parse(bytes);
      assertSame(run(bytes), isExact ? withBigints(expected) : expected, name);
    }
  }
  const rows = await compareShort(contenders.map(({ name, run }) => ({ name, run: onPages(run) })));
  print(`Decoding a page of 50 credit batches (${(pages[0].length / 1000).toFixed(1)} kB, ${letters})`, rows, {
    "isometric-registry": TARGET,
  });

  const read = contenders.slice(0, 2).map(({ name, run }) => ({ name, run: onPages((bytes) => readAll(run(bytes))) }));
  print("The same, and then every value is read once", await compareShort(read));
}

function checkedByAjv(bytes) {
  const value = parse(bytes);
  if (!ajvPage(value)) {
    throw new Error("refused");
  }
  return value;
}

/** Touches every value, so that work which decoding may have put off is done. */
function readAll(value) {
  if (typeof value === "string") {
    return value.length === 0 ? 0 : value.charCodeAt(value.length - 1);
  }
  if (typeof value !== "object" || value === null) {
    return Number(value);
  }
  let sum = 0;
  for (const key in value) {
    sum += readAll(value[key]);
  }
  return sum;
}

/** The two ways to decode a kind of response. */
const contendersFor = (seam) => (typeName, all) => {
  const decode = seam(typeName);
  for (const bytes of all) {
    assertSame(decode(bytes), withBigints(parse(bytes)), typeName);
  }
  return [
    { name: "JSON.parse", run: (index) => parse(all[index % all.length]) },
    { name: "ours", run: (index) => decode(all[index % all.length]) },
  ];
};
