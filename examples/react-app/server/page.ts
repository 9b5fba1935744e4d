import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import express, { type Express } from "express";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Serves the page: its sources through Vite, or the output of `npm run build`. */
export async function servePage(app: Express, server: Server, { isDevelopment }: { isDevelopment: boolean }) {
  if (isDevelopment) {
    const vite = await import("vite");
    const { middlewares } = await vite.createServer({ root, server: { middlewareMode: true, ws: { server } } });
    app.use(middlewares);
  } else {
    app.use(express.static(`${root}/dist`));
    app.get("/{*path}", (_request, response) => response.sendFile("index.html", { root: `${root}/dist` }));
  }
}
