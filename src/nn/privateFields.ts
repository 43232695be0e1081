/**
 * @module Layers in private fields (`#rnn = new nn.GRU(…)`), which no other code can see, so that their parameters would be
 * neither trained nor saved. What a class assigns to its private fields is read from its source.
 */
import { ValueError } from "../errors.ts";

const NEW = String.raw`\s*(?:(?:[\w$]+\.)*weightNorm\()?new\s+(?:[\w$]+\.)*([\w$]+)`;

/** `#rnn = new nn.GRU(` or `#rnn = rnn;`, and the same where a compiler has replaced private fields with WeakMaps. */
const ASSIGNMENT = new RegExp(
  String.raw`(?:#([\w$]+)\s*=|rivate\w*\(this,\s*([\w$]+),|([\w$]+)\.set\(this,)(?:${NEW}|\s*([\w$]+)\s*[;,)}\n])`,
  "g",
);

/** The class of `const rnn = new nn.GRU(`; undefined for a variable of another scope. */
function classOf(source: string, variable = ""): string | undefined {
  const name = variable.replaceAll("$", String.raw`\$`);
  return new RegExp(String.raw`(?:const|let|var|,)\s+${name}\s*=${NEW}`).exec(source)?.[1];
}

/** The names of all classes of modules and parameters of which there is an instance. */
const classes = new Set<string>();

/** What was found in the source of a class: the fields, each with the class of its value. */
const found = new WeakMap<object, readonly (readonly [field: string, type: string])[]>();

/** Remembers the name of a class of modules or parameters; bundlers may have renamed it. */
export function noteClass({ name, typeName }: { readonly name: string; readonly typeName?: string }): void {
  classes.add(name);
  if (typeName !== undefined) classes.add(typeName);
}

/**
 * Throws ValueError for a class that keeps a module or parameter in a private field. A class that lists its modules itself,
 * with a `namedChildren()` of its own, may do so.
 */
export function checkPrivateFields(
  module: { namedChildren: unknown },
  base: { namedChildren: unknown },
): void {
  for (let type: object = module.constructor; type !== base.constructor; type = Object.getPrototypeOf(type)) {
    const kept = fieldsOf(type).find(([, name]) => classes.has(name));
    if (kept === undefined || (module.namedChildren !== base.namedChildren && kept[1] !== "Parameter"))
      continue;
    const [field, name] = kept;
    throw new ValueError(
      `${module.constructor.name}: the ${name} in #${field} is in none of its parameters: private fields cannot be seen from outside\n  declare it as ${field}, or in TypeScript as private ${field}`,
    );
  }
}

function fieldsOf(type: object): readonly (readonly [string, string])[] {
  let fields = found.get(type);
  if (fields === undefined) {
    const source = Function.prototype.toString.call(type);
    fields = [...source.matchAll(ASSIGNMENT)].flatMap(([, field, added, stored, made, variable]) => {
      const name = made ?? classOf(source, variable);
      const stem = (field ?? added ?? stored ?? "").replace(/^_+/, "");
      return name === undefined ? [] : [[stem, name] as const];
    });
    found.set(type, fields);
  }
  return fields;
}
