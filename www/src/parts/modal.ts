import type { Action } from "svelte/action";

/** Puts the focus on the first field of the open panel that is wrong. */
export function focusProblem(): void {
  const field = document.querySelector<HTMLElement>('dialog[open] [aria-invalid="true"]');
  const folded = field?.closest("details");
  if (folded) folded.open = true;
  field?.focus();
}

interface Options {
  onclose: () => void;
  /** Whether a click outside the panel closes it. */
  light: boolean;
}

/**
 * Opens a `<dialog>` for as long as it is on the page. The platform makes the rest inert, keeps the
 * focus in and closes on Escape; this adds the click beside it, begins in the field marked
 * `data-begin`, and gives the focus back.
 */
export const modal: Action<HTMLDialogElement, Options> = (dialog, initial) => {
  let options = initial;
  const before = document.activeElement;
  dialog.showModal();
  dialog.querySelector<HTMLElement>("[data-begin]")?.focus();

  const cancel = (event: Event): void => {
    event.preventDefault();
    options.onclose();
  };
  const press = (event: MouseEvent): void => {
    if (options.light && event.target === dialog) options.onclose();
  };
  dialog.addEventListener("cancel", cancel);
  dialog.addEventListener("mousedown", press);
  return {
    update(next) {
      options = next;
    },
    destroy() {
      dialog.removeEventListener("cancel", cancel);
      dialog.removeEventListener("mousedown", press);
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
};
