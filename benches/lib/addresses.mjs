/** Where nothing listens: every client here is given a `fetch` of its own. */
export const BASE_URL = "http://127.0.0.1/registry/v0";

/** Whose lists are read. */
export const ORGANISATION = "org_1GB56M1ST1S0GVNA";
