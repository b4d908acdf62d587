/** Compiled only: what the catalog's types must accept, and what they must refuse. */

import { createEngine, MetricCatalog, type MetricRecord } from "lookback";

using catalog: MetricCatalog = new MetricCatalog();
const record: MetricRecord = catalog.create({
  key: "clicks_7d",
  aggregationType: "count",
  eventType: "click",
  windowDays: 7,
});
catalog.update(record.id, { ...record, windowDays: 14 });
catalog.update(record.id, { secondaryEventType: null });
// @ts-expect-error there is no metric without a window
catalog.update(record.id, { windowDays: null });
// @ts-expect-error a catalog gives ids
catalog.update(record.id, { id: "bm_other" });
catalog.dependents(record.id).map(({ kind, id, path }) => `${kind} ${id} ${path}`);

// What a catalog lists is what an engine takes, and what an engine gives back is what a catalog
// takes.
const engine = await createEngine({ metrics: catalog.list() });
catalog.setRules(engine.configuration);
new MetricCatalog(engine.configuration, { now: 0 }).free();
