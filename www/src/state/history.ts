/** Undo and redo over values that are never changed in place. */
export interface Step<T> {
  label: string;
  value: T;
}

export interface Past<T> {
  readonly undo: readonly Step<T>[];
  readonly redo: readonly Step<T>[];
}

/** As many steps back as anyone retraces, and few enough that old histories are let go. */
const DEPTH = 100;

export const noPast = <T>(): Past<T> => ({ undo: [], redo: [] });

export function remember<T>(past: Past<T>, label: string, value: T): Past<T> {
  return { undo: [...past.undo, { label, value }].slice(-DEPTH), redo: [] };
}

export function stepBack<T>(past: Past<T>, current: T): { past: Past<T>; step: Step<T> } | null {
  const step = past.undo.at(-1);
  if (!step) return null;
  return {
    step,
    past: { undo: past.undo.slice(0, -1), redo: [...past.redo, { label: step.label, value: current }] },
  };
}

export function stepForward<T>(past: Past<T>, current: T): { past: Past<T>; step: Step<T> } | null {
  const step = past.redo.at(-1);
  if (!step) return null;
  return {
    step,
    past: { redo: past.redo.slice(0, -1), undo: [...past.undo, { label: step.label, value: current }] },
  };
}
