import { defineConfig } from "vite";
import { sampleFigures } from "./sample-figures.ts";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [sampleFigures()],
  build: {
    target: "es2023",
    outDir: "dist",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900, // the local registry's wasm is one module
  },
});
