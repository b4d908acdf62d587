/** The types that JSON Schemas are made from, with their type parameters settled. */

import type * as types from "../src/types.js";

export type Configuration = types.Configuration;
export type MetricDefinition = types.MetricDefinition;
export type InteractionEvent = types.InteractionEvent;
export type Interaction = types.Interaction;
export type DecideRequest = types.DecideRequest;
export type Decision = types.Decision;
export type MetricResult = types.MetricResult;
export type ContactBehaviorProfile = types.ContactBehaviorProfile;
export type XConnectContactBehaviorProfile = types.XConnectContactBehaviorProfile;
