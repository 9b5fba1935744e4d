import { LiveTable } from "../../components/live-table";
import { Empty } from "../../components/notice";
import { href, type Route, replaceRoute } from "../../lib/router";
import walkCode from "../../queries/walk.ts?raw";
import type { View, ViewProps } from "../view";
import { collections } from "./collections";
import { FilterForm } from "./filter-form";

function Explorer({ session, route }: ViewProps) {
  const name = nameIn(route);
  const collection = collections[name];
  if (collection === undefined) {
    return <Empty>There is no list of that name.</Empty>;
  }
  const { first = "", ...given } = route.query;
  const values = Object.fromEntries(
    collection.filters.flatMap((filter) => (given[filter.name] ? [[filter.name, given[filter.name]]] : [])),
  ) as Record<string, string>;
  const size = first === "" ? {} : { first: Number(first) };
  const path = `explore/${name}`;
  return (
    <>
      <header class="title">
        <h1>{collection.title}</h1>
      </header>
      <nav class="collections" aria-label="Lists">
        {Object.entries(collections).map(([each, { title }]) => (
          <a key={each} href={href(`explore/${each}`)} aria-current={each === name ? "page" : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <section class="card" aria-label={collection.title}>
        <FilterForm
          session={session}
          filters={collection.filters}
          values={values}
          pageSize={first}
          onChange={(filter, value) => replaceRoute(path, { ...route.query, [filter]: value })}
        />
        <LiveTable
          key={name}
          title={collection.title}
          columns={collection.columns}
          open={(page, options) => collection.open(session.registry, values, { ...size, ...page }, options)}
          inputs={[session, name, JSON.stringify(values), first]}
        />
      </section>
    </>
  );
}

const nameIn = ({ path: [, name = "projects"] }: Route): string => name;

export const view: View = {
  title: "Explorer",
  Component: Explorer,
  sources: (route) => {
    const source = collections[nameIn(route)]?.source;
    return [...(source ? [source] : []), { name: "walk.ts", text: walkCode }];
  },
};
