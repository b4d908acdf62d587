/** A comparison of two numbers. */
export type Operator = "gt" | "gte" | "lt" | "lte" | "eq" | "neq";

/** A comparison of an attribute with a value. */
export type AttributeOperator = Operator | "in" | "not_in" | "exists" | "contains";
