import { fileURLToPath } from "node:url";
import ts from "typescript";
import { list, union } from "./document-types.mjs";

const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
};

const isProperty = (declaration) => ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration);

/**
 * What the package's declarations say: `Order.notes`, `type OrderStatus`, and of each operation
 * `GET /orders/{id} (id)` (an argument), `?first` (a filter) and `->` (what it gives).
 */
export function declaredTypes(declarations, operations, wanted) {
  const file = fileURLToPath(declarations);
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const exported = new Map(
    checker
      .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
      .map((symbol) => [symbol.name, symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol]),
  );
  const facts = new Map();
  for (const name of wanted.types) {
    const type = checker.getDeclaredTypeOfSymbol(exportedSymbol(name));
    facts.set(`type ${name}`, describe(type));
  }
  for (const name of wanted.models) {
    for (const [property, type] of members(checker.getDeclaredTypeOfSymbol(exportedSymbol(name)))) {
      facts.set(`${name}.${property}`, type);
    }
  }
  const client = checker.getDeclaredTypeOfSymbol(exportedSymbol("RegistryClient"));
  for (const [name, { method, path }] of Object.entries(operations)) {
    addOperation(`${method} ${path}`, ...name.split("."));
  }
  return facts;

  function exportedSymbol(name) {
    const symbol = exported.get(name);
    if (!symbol) {
      throw new Error(`the package exports no ${name}`);
    }
    return symbol;
  }

  function addOperation(start, resource, method) {
    const methodType = memberType(memberType(client, resource), method);
    const [signature, ...overloads] = checker.getSignaturesOfType(methodType, ts.SignatureKind.Call);
    if (overloads.length) {
      throw new Error(`${resource}.${method} has overloads`);
    }
    const parameters = signature.getParameters();
    const last = parameters.pop();
    const { name: optionsName } = last;
    if (optionsName !== "options") {
      throw new Error(`${resource}.${method} ends with ${optionsName}`);
    }
    for (const parameter of parameters) {
      const type = checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
      if (["page", "filters"].includes(parameter.name)) {
        for (const [filter, filterType] of members(type)) {
          facts.set(`${start} ?${filter}`, filterType);
        }
      } else {
        facts.set(`${start} (${parameter.name})`, describe(type));
      }
    }
    facts.set(`${start} ->`, answer(checker.getReturnTypeOfSignature(signature)));
  }

  function memberType(type, name) {
    const symbol = checker.getPropertyOfType(type, name);
    if (!symbol) {
      throw new Error(`there is no ${name}`);
    }
    return checker.getTypeOfSymbol(symbol);
  }

  /** A list gives pages, anything else what its promise resolves to. */
  function answer(type) {
    const [item] = checker.getTypeArguments(type);
    return type.symbol.name === "PagedList" ? `Page<${describe(item)}>` : describe(item);
  }

  /** The properties of a type; of a union, those of every member. `?` stands before what may be left out. */
  function members(type) {
    const found = new Map();
    for (const member of type.isUnion() ? type.types : [type]) {
      for (const property of checker.getPropertiesOfType(member)) {
        for (const declaration of property.declarations.filter(isProperty)) {
          const optional = declaration.questionToken ? "?" : "";
          const described = describe(checker.getTypeFromTypeNode(declaration.type));
          const known = found.get(property.name);
          found.set(
            property.name,
            known ? optional + union([known.replace("?", ""), described]) : optional + described,
          );
        }
      }
    }
    return found;
  }

  function describe(type) {
    const parts = type.isUnion() ? type.types : [type];
    const isOpen = (part) => part.isIntersection() && part.types.some((member) => member.flags & ts.TypeFlags.String);
    if (!parts.some(isOpen)) {
      return union(parts.map(describePart)).replace("false | true", "boolean");
    }
    const values = parts.filter((part) => part.isStringLiteral()).map(({ value }) => value);
    const others = parts.filter((part) => !isOpen(part) && !part.isStringLiteral());
    return union([`open(${values.sort().join(", ")})`, ...others.map(describePart)]);
  }

  function describePart(type) {
    if (type.flags & ts.TypeFlags.TemplateLiteral) {
      return `${type.texts[0]}\${string}`;
    }
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type);
      return list(describe(item), type.symbol.name === "ReadonlyArray");
    }
    const text = checker.typeToString(type).replace(/^PageData</, "Page<");
    return /^\{ \[\w+: string\]: unknown; \}$/.test(text) ? "Record<string, unknown>" : text;
  }
}
