import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  build: {
    target: "es2023",
    outDir: "dist",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900, // the local registry's wasm is one module
  },
});
