import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { RegistryClient } from "isometric-registry";
import { createProxy, toNodeHandler } from "isometric-registry/proxy";
import { createTransactions } from "isometric-registry/transactions";
import { fileJournal } from "isometric-registry/transactions/node";
import { servePage } from "./page.js";
import { connect } from "./registry.js";
import { Retirements } from "./retirements.js";
import { retirementRoutes } from "./routes.js";
import { Sessions } from "./sessions.js";

const { journal, ...connection } = await connect();
const sessions = new Sessions();

// What pages may read. They cannot retire through the proxy: the routes below do that.
const proxy = createProxy({
  ...connection,
  allow: ["public", "private-reads"],
  who: (request) => sessions.find(request.headers.get("cookie")),
  authorize: (_request, _operation, { who }) => who !== undefined,
});

const registry = new RegistryClient(connection);
// A local registry shows changes at once. Remove `lagMs` for Isometric's own registry.
const transactions = createTransactions(registry, { journal: fileJournal(journal), lagMs: 1000 });
const retirements = new Retirements(registry, transactions);
await retirements.start();

const app = express();
const server = createServer(app);
app.use("/registry", toNodeHandler(proxy));
app.use("/session", sessions.routes());
app.use("/retirements", retirementRoutes(retirements, sessions));
await servePage(app, server, { isDevelopment: process.argv.includes("--dev") });

await once(server.listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1"), "listening");
console.log(`The page is at http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.closeAllConnections();
    void transactions.close().finally(() => process.exit());
  });
}
