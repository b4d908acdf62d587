import BadgeCheck from "@lucide/svelte/icons/badge-check";
import GanttChart from "@lucide/svelte/icons/chart-gantt";
import ChartNoAxesColumn from "@lucide/svelte/icons/chart-no-axes-column";
import CircleUserRound from "@lucide/svelte/icons/circle-user-round";
import Compass from "@lucide/svelte/icons/compass";
import History from "@lucide/svelte/icons/history";
import House from "@lucide/svelte/icons/house";
import ListOrdered from "@lucide/svelte/icons/list-ordered";
import Scale from "@lucide/svelte/icons/scale";
import Share from "@lucide/svelte/icons/share-2";
import ShieldHalf from "@lucide/svelte/icons/shield-half";
import Tag from "@lucide/svelte/icons/tag";
import type { Component } from "svelte";
import type { View } from "../state/router.svelte.ts";

export const icons: Record<View, Component<{ size?: number; "aria-hidden"?: "true" }>> = {
  start: House,
  metrics: ChartNoAxesColumn,
  policies: ShieldHalf,
  qualification: BadgeCheck,
  scoring: Scale,
  offers: Tag,
  profiles: Compass,
  customer: CircleUserRound,
  timeline: GanttChart,
  decisions: ListOrdered,
  backtest: History,
  export: Share,
};
