import type { Boundary } from "./boundary.js";

/** Where each column of events begins in the inbox, counted in its elements. */
export interface ColumnStarts {
  readonly times: number;
  readonly values: number;
  readonly eventTypes: number;
  readonly channels: number;
  readonly offers: number;
  readonly idEnds: number;
  readonly numberRows: number;
  readonly numberNames: number;
  readonly numberValues: number;
}

export function columnStarts({ engine }: Boundary): ColumnStarts {
  return {
    times: engine.column_in(0) / 8,
    values: engine.column_in(1) / 8,
    eventTypes: engine.column_in(2) / 4,
    channels: engine.column_in(3) / 4,
    offers: engine.column_in(4) / 4,
    idEnds: engine.column_in(5) / 4,
    numberRows: engine.column_in(6) / 4,
    numberNames: engine.column_in(7) / 4,
    numberValues: engine.column_in(8) / 8,
  };
}

/** Where each column of candidates begins. They share the memory of the columns of events. */
export interface CandidateColumnStarts {
  readonly scores: number;
  readonly priorities: number;
  readonly categories: number;
  readonly channels: number;
  readonly offers: number;
}

export function candidateColumnStarts(boundary: Boundary): CandidateColumnStarts {
  const { times, values, eventTypes, channels, offers } = columnStarts(boundary);
  return { scores: times, priorities: values, categories: eventTypes, channels, offers };
}
