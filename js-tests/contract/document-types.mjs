/** Where the types of requests ask for more than the document: the fact and its type. */
const STRICTER = {
  "CreateStripeCheckoutSessionRequest.isometric_terms_and_conditions_accepted": "true",
  "CreateStripeCheckoutSessionRequest.supplier_terms_and_conditions_accepted": "true",
};

/**
 * The TypeScript that the document asks for: each schema's properties, each enum and id, and what each
 * operation takes and gives. Keys are as in `declared-types.mjs`.
 */
export function documentTypes({ components: { schemas }, paths }) {
  const facts = new Map();
  const requests = requestSchemas(schemas, paths);
  for (const [name, schema] of Object.entries(schemas)) {
    const [, alias] = /Param_(\w+)_$/.exec(name) ?? [];
    if (alias) {
      add(facts, `type ${alias}Id`, typeOf(schema, "", "response"));
    } else if (schema.enum) {
      add(facts, `type ${name}`, typeOf(schema, "", "response"));
    } else {
      const [, generic, item] = /^(\w*ListResource)_(\w+)_$/.exec(name) ?? [];
      for (const [property, { optional, type }] of properties(schema, requests.has(name) ? "request" : "response")) {
        const fact = generic
          ? `${generic === "ListResource" ? generic : "Page"}.${property}`
          : `${ourName(name)}.${property}`;
        add(facts, fact, optional + (generic && property === "nodes" ? type.replace(item, "T") : type));
      }
    }
  }
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      addOperation(`${method.toUpperCase()} ${path}`, operation);
    }
  }
  return new Map([...facts, ...Object.entries(STRICTER)]);

  function addOperation(name, { parameters, requestBody, responses }) {
    for (const { in: place, name: parameter, required, schema } of parameters) {
      if (place === "path") {
        add(facts, `${name} (${parameter})`, typeOf(schema, parameter, "request"));
      }
      if (place === "query") {
        add(facts, `${name} ?${parameter}`, input(typeOf(schema, parameter, "request"), !required));
      }
    }
    if (requestBody) {
      add(facts, `${name} (body)`, typeOf(jsonSchema(requestBody), "body", "request"));
    }
    const answer = typeOf(jsonSchema(responses[200]), "", "response");
    add(facts, `${name} ->`, union([answer, ...(responses[404] ? ["null"] : [])]));
  }

  /** @returns {[name: string, facts: { optional: string, type: string }][]} */
  function properties(schema, role) {
    return Object.entries(schema.properties).map(([name, property]) => {
      const type = typeOf(property, name, role);
      const isRequired = schema.required?.includes(name) ?? false;
      // What is required and nullable in a request is sent as `null` when it is left out.
      const optional = isRequired && !(role === "request" && type.split(" | ").includes("null")) ? "" : "?";
      return [name, { optional, type: role === "request" && optional ? union([type, "undefined"]) : type }];
    });
  }

  function input(type, isOptional) {
    return isOptional ? `?${union([type, "undefined"])}` : type;
  }

  function typeOf(schema, name, role) {
    const forms = schema.anyOf ?? schema.oneOf;
    if (forms) {
      return union(forms.map((form) => typeOf(form, name, role)));
    }
    if (schema.$ref) {
      return referred(schema.$ref.split("/").at(-1), name, role);
    }
    if (schema.enum) {
      return `open(${[...schema.enum].sort().join(", ")})`;
    }
    if (schema.const) {
      return JSON.stringify(schema.const);
    }
    switch (schema.type) {
      case "string":
        if (schema.minLength === 20) {
          return `${schema.example.slice(0, 4)}\${string}`;
        }
        return role === "request" && schema.format === "date-time" ? "Date | string" : "string";
      case "integer":
        return /_kgs?$/.test(name) ? (role === "request" ? "bigint | number" : "bigint") : "number";
      case "array":
        return list(typeOf(schema.items, name, role), role === "request");
      case "object":
        return "Record<string, unknown>";
      case undefined:
        return "unknown";
      default:
        return schema.type;
    }
  }

  function referred(target, name, role) {
    return schemas[target].properties ? ourName(target) : typeOf(schemas[target], name, role);
  }
}

/** The schemas that bodies of requests hold. */
function requestSchemas(schemas, paths) {
  const found = new Set();
  const visit = (part) => {
    if (typeof part !== "object" || part === null) {
      return;
    }
    const name = part.$ref?.split("/").at(-1);
    if (name && !found.has(name)) {
      found.add(name);
      visit(schemas[name]);
    }
    Object.values(part).forEach(visit);
  };
  for (const { post } of Object.values(paths)) {
    visit(post?.requestBody);
  }
  return found;
}

const jsonSchema = ({ content }) => content["application/json"].schema;

/** What we call a schema. `ValidationError` is the name of the error that carries it. */
export function ourName(name) {
  const [, paginated, item] = /^(Paginated)?ListResource_(\w+)_$/.exec(name) ?? [];
  if (item) {
    return `${paginated ? "Page" : "ListResource"}<${item}>`;
  }
  return name === "ValidationError" ? "ValidationIssue" : name;
}

/** A union in one spelling: its members once and in order. */
export const union = (types) => [...new Set(types.flatMap((type) => type.split(" | ")))].sort().join(" | ");

/** A list of a type. */
export function list(item, isReadonly) {
  const items = item.includes(" | ") ? `(${item.replaceAll(" | ", "|")})` : item;
  return `${isReadonly ? "readonly " : ""}${items}[]`;
}

function add(facts, name, type) {
  if ((facts.get(name) ?? type) !== type) {
    throw new Error(`${name} is both ${facts.get(name)} and ${type}`);
  }
  facts.set(name, type);
}
