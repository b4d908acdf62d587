import {
  BadgeCheck,
  ChartGantt,
  ChartNoAxesColumn,
  CircleUserRound,
  Compass,
  History,
  House,
  type IconNode,
  ListOrdered,
  Scale,
  Share2,
  ShieldHalf,
  Tag,
} from "lucide";
import type { View } from "../state/router.svelte.ts";

export const icons: Record<View, IconNode> = {
  start: House,
  metrics: ChartNoAxesColumn,
  policies: ShieldHalf,
  qualification: BadgeCheck,
  scoring: Scale,
  offers: Tag,
  profiles: Compass,
  customer: CircleUserRound,
  timeline: ChartGantt,
  decisions: ListOrdered,
  backtest: History,
  export: Share2,
};
