/** Undo and redo over values that are never changed in place. */
export interface Step<T> {
  label: string;
  value: T;
}

export interface Past<T> {
  readonly undo: readonly Step<T>[];
  readonly redo: readonly Step<T>[];
}

/** Enough steps for undo, and few enough that old histories are released. */
const DEPTH = 100;

export const noPast = <T>(): Past<T> => ({ undo: [], redo: [] });

export function remember<T>(past: Past<T>, label: string, value: T): Past<T> {
  return { undo: [...past.undo, { label, value }].slice(-DEPTH), redo: [] };
}

/** Steps in one direction; `here` is what the step then leads back to. */
export function retrace<T>(
  { undo, redo }: Past<T>,
  direction: "undo" | "redo",
  here: (step: Step<T>) => T,
): { past: Past<T>; step: Step<T> } | null {
  const step = (direction === "undo" ? undo : redo).at(-1);
  if (!step) return null;
  const back = { label: step.label, value: here(step) };
  const past =
    direction === "undo"
      ? { undo: undo.slice(0, -1), redo: [...redo, back] }
      : { redo: redo.slice(0, -1), undo: [...undo, back] };
  return { past, step };
}
