import type { Configuration } from "../engine/model.ts";

/** An issue under the name of the definition it is about. */
export interface NamedIssue {
  /** The kind and name of the definition; absent where it has no name. */
  of?: string;
  /** The path within the definition, or within the configuration where there is no name. */
  path: string;
  message: string;
}

const SECTIONS: Readonly<Record<string, string>> = {
  metrics: "Metric",
  contactPolicies: "Contact policy",
  qualificationRules: "Qualification rule",
  offers: "Offer",
  profiles: "Profile",
};

/**
 * Names what an issue with a path such as `contactPolicies[2].config` or `metrics.ctr_30d` is
 * about.
 */
export function named({ path, message }: NamedIssue, configuration: Configuration): NamedIssue {
  const [, section = "", index, own, member = ""] = /^(\w+)(?:\[(\d+)\]|\.(\w+))\.?(.*)$/.exec(path) ?? [];
  const kind = SECTIONS[section];
  if (kind === undefined) return { path, message };
  const list = configuration[section as keyof Configuration] as readonly Record<string, unknown>[];
  const definition = index === undefined ? list.find(({ key }) => key === own) : list[Number(index)];
  const { name, key, id, ruleType } = definition ?? {};
  const label = name || key || id || ruleType;
  return label ? { of: `${kind} “${label}”`, path: member, message } : { path, message };
}
