import { Ajv2020 as Ajv } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { z } from "zod";
import { page } from "./zod-page.mjs";

const ajv = new Ajv({ strict: false });
formats.default(ajv);

/** Checks with ajv; kilograms stay numbers. */
export const ajvPage = ajv.compile(z.toJSONSchema(page(z.int())));
