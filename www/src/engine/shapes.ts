const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Shape {
  objects?: readonly string[];
  lists?: readonly string[];
  texts?: readonly string[];
}

/**
 * What keeps an object that somebody typed from being shown at all: a member that is no list, no
 * object or no text.
 */
function misshapen(value: object, { objects = [], lists = [], texts = [] }: Shape): string | undefined {
  const held = value as Record<string, unknown>;
  const wrong = (names: readonly string[], fits: (member: unknown) => boolean): string | undefined =>
    names.find((name) => held[name] !== undefined && !fits(held[name]));
  const object = wrong(objects, isObject);
  if (object !== undefined) return `“${object}” must be an object: { … }.`;
  const list = wrong(lists, Array.isArray);
  if (list !== undefined) return `“${list}” must be a list: [ … ].`;
  const text = wrong(texts, (member) => typeof member === "string");
  return text === undefined ? undefined : `“${text}” must be text: "…".`;
}

/** The same for the elements of a list, which must be objects of a shape. */
function misshapenList(
  value: object,
  name: string,
  judge: (element: object) => string | undefined,
): string | undefined {
  for (const [at, element] of ((value as Record<string, unknown[]>)[name] ?? []).entries()) {
    const problem = isObject(element) ? judge(element as object) : "each must be an object: { … }.";
    if (problem !== undefined) return `${name}[${at}]: ${problem}`;
  }
  return undefined;
}

export const misshapenRule = (rule: object): string | undefined =>
  misshapen(rule, { objects: ["config"], texts: ["id", "name", "ruleType"] });

export function misshapenMetric(metric: object): string | undefined {
  const { where = {} } = metric as { where?: object };
  return (
    misshapen(metric, { objects: ["where"], lists: ["dimensions"], texts: ["key", "name", "eventType"] }) ??
    misshapen(where, { lists: ["channel", "offer"] })
  );
}

export function misshapenProfile(profile: object): string | undefined {
  const named: Shape = { texts: ["id", "name"] };
  const { keys = [], ...rest } = profile as { keys?: unknown[] };
  return (
    misshapen(profile, { lists: ["keys", "patterns"], ...named }) ??
    misshapenList({ keys: keys.filter((key) => typeof key !== "string") }, "keys", (key) =>
      misshapen(key, named),
    ) ??
    misshapenList(rest, "patterns", (pattern) => misshapen(pattern, { objects: ["values"], ...named }))
  );
}

/** What prevents a configuration from being shown. */
export function misshapenConfiguration(value: object): string | undefined {
  const { arbitration = {}, offers } = value as { arbitration?: object; offers?: unknown };
  return (
    misshapen(value, {
      objects: ["arbitration"],
      lists: ["metrics", "contactPolicies", "qualificationRules", "profiles"],
    }) ??
    misshapen(arbitration, { lists: ["weights"] }) ??
    (offers !== undefined && typeof offers !== "object"
      ? "“offers” must be a list: [ … ], or an object: { … }."
      : undefined) ??
    misshapenList(value, "metrics", misshapenMetric) ??
    misshapenList(value, "contactPolicies", misshapenRule) ??
    misshapenList(value, "qualificationRules", misshapenRule) ??
    misshapenList(value, "profiles", misshapenProfile) ??
    (Array.isArray(offers)
      ? misshapenList(value, "offers", (one) => misshapen(one, { texts: ["key", "name", "category"] }))
      : undefined)
  );
}
