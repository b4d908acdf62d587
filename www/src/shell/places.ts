import type { Component } from "svelte";
import type { View } from "../state/router.svelte.ts";
import BacktestView from "../views/backtest/BacktestView.svelte";
import CustomerView from "../views/customer/CustomerView.svelte";
import DecisionsView from "../views/decisions/DecisionsView.svelte";
import ExportView from "../views/export/ExportView.svelte";
import MetricsView from "../views/metrics/MetricsView.svelte";
import OffersView from "../views/offers/OffersView.svelte";
import ProfilesView from "../views/profiles/ProfilesView.svelte";
import PoliciesView from "../views/rules/PoliciesView.svelte";
import QualificationView from "../views/rules/QualificationView.svelte";
import ScoringView from "../views/rules/ScoringView.svelte";
import StartView from "../views/start/StartView.svelte";
import TimelineView from "../views/timeline/TimelineView.svelte";

export interface Place {
  title: string;
  component: Component;
  /** Uses the width of large screens. */
  wide?: boolean;
  /** Whether the moment matters here; defaults to yes. */
  dock?: boolean;
}

export const places: Record<View, Place> = {
  start: { title: "Overview", component: StartView },
  metrics: { title: "Behavioral Metrics", component: MetricsView },
  policies: { title: "Contact Policies", component: PoliciesView },
  qualification: { title: "Qualification Rules", component: QualificationView },
  scoring: { title: "Arbitration", component: ScoringView },
  offers: { title: "Offers", component: OffersView, dock: false },
  profiles: { title: "Profiles", component: ProfilesView, wide: true },
  customer: { title: "Customer", component: CustomerView, wide: true },
  timeline: { title: "Timeline", component: TimelineView, wide: true },
  decisions: { title: "Decisions", component: DecisionsView, wide: true },
  backtest: { title: "Back-test", component: BacktestView, wide: true, dock: false },
  export: { title: "Export & Share", component: ExportView, dock: false },
};

/** The sidebar, top to bottom. */
export const groups: { title: string; views: View[] }[] = [
  { title: "Studio", views: ["metrics", "policies", "qualification", "scoring", "offers", "profiles"] },
  { title: "Try it", views: ["customer", "timeline", "decisions", "backtest"] },
  { title: "Take it along", views: ["export"] },
];
