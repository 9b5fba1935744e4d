import { readFileSync } from "node:fs";
import ts from "typescript";
import { inRoot } from "./paths.mjs";

const file = (name) => {
  const path = `pkg/src/generated/${name}.ts`;
  return ts.createSourceFile(path, readFileSync(inRoot(path), "utf8"), ts.ScriptTarget.Latest, true);
};

/** The text of a doc comment on one line. */
const doc = (node) =>
  ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join(" ");

const exported = (source, is) => source.statements.filter((node) => is(node) && node.modifiers?.length);

const nameOf = ({ name, typeParameters: parameters }) =>
  name.text + (parameters ? `<${parameters.map((each) => each.getText())}>` : "");

/** Types used only by TypeScript: lists of names. */
const indexes = new Set(["IdKinds", "Models"]);

/** The models as the build has printed them from the Rust tables, with their properties. */
export function models() {
  const declared = exported(file("models"), ts.isInterfaceDeclaration);
  return declared
    .filter(({ name }) => !indexes.has(name.text))
    .map((node) => ({
      name: nameOf(node),
      doc: doc(node),
      properties: node.members.filter(ts.isPropertySignature).map((property) => ({
        name: property.name.getText(),
        type: property.type.getText(),
        isOptional: property.questionToken !== undefined,
        doc: doc(property),
      })),
    }));
}

/** The names of other types: ids, scalars and enums. */
export function aliases() {
  return exported(file("models"), ts.isTypeAliasDeclaration).map((node) => ({
    name: nameOf(node),
    type: node.type.getText(),
    doc: doc(node),
  }));
}

/** The resources of the client and their operations. */
export function resources() {
  return exported(file("resources"), ts.isClassDeclaration)
    .filter((node) => node.name.text !== "Resources")
    .map((node) => ({
      name: node.name.text.replace(/^./, (letter) => letter.toLowerCase()),
      doc: doc(node),
      operations: node.members.filter(ts.isMethodDeclaration).map((method) => ({
        name: method.name.getText(),
        parameters: method.parameters.map((parameter) => parameter.getText()).join(", "),
        answer: method.type.getText(),
        doc: doc(method),
      })),
    }));
}
