/** Makes the JSON Schemas of the input and output of the package from its TypeScript types. */

import { mkdirSync, writeFileSync } from "node:fs";
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  ObjectTypeNodeParser,
  SchemaGenerator,
} from "ts-json-schema-generator";
import { dist, root } from "./paths.mjs";

/** Files, the types they describe, and whether members that the type does not name are allowed. */
const SCHEMAS = [
  { file: "configuration", type: "Configuration", open: false },
  { file: "metric-definition", type: "MetricDefinition", open: false },
  { file: "event", type: "InteractionEvent", open: true },
  { file: "interaction", type: "Interaction", open: true },
  { file: "decide-request", type: "DecideRequest", open: false },
  { file: "decision", type: "Decision", open: false },
  { file: "metric-result", type: "MetricResult", open: false },
  { file: "behavior-profile", type: "ContactBehaviorProfile", open: false },
  { file: "xconnect-behavior-profile", type: "XConnectContactBehaviorProfile", open: false },
];

export function writeSchemas() {
  const folder = `${dist}/schemas`;
  mkdirSync(folder, { recursive: true });
  for (const open of [false, true]) {
    const generator = schemaGenerator({
      ...DEFAULT_CONFIG,
      path: `${root}/js/build/documents.ts`,
      tsconfig: `${root}/js/tsconfig.json`,
      skipTypeCheck: true,
      additionalProperties: open,
      topRef: false,
    });
    for (const { file, type } of SCHEMAS.filter((schema) => schema.open === open)) {
      const schema = generator.createSchema(type);
      const titled = {
        $schema: schema.$schema,
        $id: `lookback/schemas/${file}.json`,
        title: type,
        ...schema,
      };
      writeFileSync(`${folder}/${file}.json`, `${JSON.stringify(titled, null, 2)}\n`);
    }
  }
}

function schemaGenerator(config) {
  const program = createProgram(config);
  const parser = createParser(program, config, (parsers) =>
    parsers.addNodeParser(noInfer(parsers)).addNodeParser(anyRecord),
  );
  return new SchemaGenerator(program, parser, createFormatter(config), config);
}

/** Reads TypeScript's `NoInfer<T>`, which the generator does not know, as T. */
const noInfer = (parsers) => ({
  supportsNode: (node) => node.typeName?.getText() === "NoInfer",
  createType: (node, context) => parsers.createType(node.typeArguments[0], context),
});

/**
 * Reads the type of an event's record, which distinguishes kinds of JavaScript objects, as a plain
 * JSON object.
 */
const anyRecord = {
  supportsNode: (node) => node.parent?.name?.text === "EventRecord",
  createType: (node, context) => new ObjectTypeNodeParser().createType(node, context),
};
