import type { Configuration } from "../engine/model.ts";

/** Something that is wrong, in words as far as there are any. */
export interface Told {
  /** What it is about, by its name. */
  of?: string;
  /** Where it is in that, as the configuration writes it. */
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

/** An issue with a path such as `contactPolicies[2].config` or `metrics.ctr_30d`, told by the name of what it is about. */
export function told({ path, message }: Told, configuration: Configuration): Told {
  const [, section = "", index, own, member = ""] = /^(\w+)(?:\[(\d+)\]|\.(\w+))\.?(.*)$/.exec(path) ?? [];
  const kind = SECTIONS[section];
  if (kind === undefined) return { path, message };
  const list = configuration[section as keyof Configuration] as readonly Record<string, unknown>[];
  const thing = index === undefined ? list.find(({ key }) => key === own) : list[Number(index)];
  const { name, key, id, ruleType } = thing ?? {};
  const called = name || key || id || ruleType;
  return called ? { of: `${kind} “${called}”`, path: member, message } : { path, message };
}
