/** The most that a user's bundle may weigh, in bytes after brotli. Lower it when something gets lighter. */
export const limits = {
  "RegistryClient of ./slim, with the wasm": 105_500,
  RegistryClient: 133_000,
  kgFromCredits: 1_350,
};

/** What the parts of the first weighed when the limits were set, in bytes before compression. */
export const parts = {
  client: 11_415,
  core: 3_133,
  error: 6_875,
  generated: 8_604,
  paging: 4_584,
  value: 2_498,
  "slim.js": 56,
  "wasm/core/glue.js": 16_465,
  "wasm/core/core.wasm": 238_762,
};
