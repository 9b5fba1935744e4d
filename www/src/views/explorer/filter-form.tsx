import { useId } from "preact/hooks";
import { type Directory, useDirectory } from "../../lib/directory";
import { href } from "../../lib/router";
import type { Session } from "../../session/session";
import type { Filter, Values } from "./collections";

interface Props {
  readonly session: Session;
  readonly filters: readonly Filter[];
  readonly values: Values;
  readonly pageSize: string;
  readonly onChange: (name: string, value: string) => void;
}

/** The filters of a list. The address follows every change, so it can be shared. */
export function FilterForm({ session, filters, values, pageSize, onChange }: Props) {
  const directory = useDirectory(session, filters.length > 0);
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      {filters.map((filter) => (
        <Field
          key={filter.name}
          filter={filter}
          value={values[filter.name] ?? ""}
          directory={directory}
          onChange={(value) => onChange(filter.name, value)}
        />
      ))}
      <Choice
        label="Rows a page"
        value={pageSize}
        choices={[
          ["", "50"],
          ["25", "25"],
          ["10", "10"],
          ["5", "5"],
        ]}
        onChange={(value) => onChange("first", value)}
      />
      {Object.keys(values).length > 0 && (
        <p class="filters-clear">
          <a href={href(location.hash.split("?")[0]?.replace(/^#\//, "") ?? "")}>Clear filters</a>
        </p>
      )}
    </form>
  );
}

interface FieldProps {
  readonly filter: Filter;
  readonly value: string;
  readonly directory: Directory;
  readonly onChange: (value: string) => void;
}

function Field({ filter, value, directory, onChange }: FieldProps) {
  const props = { label: filter.label, value, onChange };
  switch (filter.kind) {
    case "choice":
      return <Choice {...props} choices={filter.choices ?? []} />;
    case "supplier":
      return <Choice {...props} choices={withAny(directory.suppliers, value)} />;
    case "project":
      return <Choice {...props} choices={withAny(directory.projects, value)} />;
    case "organisation":
      return <IdField {...props} prefix={filter.prefix ?? ""} suggestions={directory.organisations} />;
    case "id":
      return <IdField {...props} prefix={filter.prefix ?? ""} suggestions={[]} />;
    case "day":
      return (
        <label class="field">
          <span>{filter.label}</span>
          <input type="date" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
        </label>
      );
  }
}

/** Keeps a value that came by the address although the directory does not know it. */
const withAny = (known: Directory["suppliers"], value: string): Directory["suppliers"] => [
  ["", "Any"],
  ...known,
  ...(value === "" || known.some(([id]) => id === value) ? [] : [[value, value] as const]),
];

interface ValueProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Choice = ({
  label,
  value,
  choices,
  onChange,
}: ValueProps & { choices: readonly (readonly [string, string])[] }) => (
  <label class="field">
    <span>{label}</span>
    <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {choices.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

interface IdFieldProps extends ValueProps {
  readonly prefix: string;
  readonly suggestions: Directory["organisations"];
}

function IdField({ label, value, prefix, suggestions, onChange }: IdFieldProps) {
  const list = useId();
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="search"
        list={list}
        value={value}
        placeholder={`${prefix}…`}
        spellcheck={false}
        autocomplete="off"
        onChange={({ currentTarget }) => onChange(currentTarget.value.trim())}
      />
      <datalist id={list}>
        {suggestions.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </label>
  );
}
