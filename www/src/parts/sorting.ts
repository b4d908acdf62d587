import { tick } from "svelte";
import type { Action } from "svelte/action";

interface Options {
  /** The element moved to another place among its siblings. */
  onmove: (from: number, to: number) => Promise<void>;
}

/**
 * Lets the rows of a list be moved by their handles (`[data-handle]`): by pointer, and with the
 * arrow keys while a handle has the focus. The list itself is put in order by whoever owns it.
 */
export const sorting: Action<HTMLElement, Options> = (list, initial) => {
  let options = initial;
  const rows = (): HTMLElement[] =>
    [...list.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
  const rowOf = (
    target: EventTarget | null,
  ): { row: HTMLElement; handle: HTMLElement; from: number } | null => {
    const handle = target instanceof Element ? target.closest<HTMLElement>("[data-handle]") : null;
    const row = rows().find((one) => handle && one.contains(handle));
    return handle && row ? { row, handle, from: rows().indexOf(row) } : null;
  };

  function onpointerdown(event: PointerEvent): void {
    const held = rowOf(event.target);
    if (!held || event.button !== 0) return;
    event.preventDefault();
    const { row, handle, from } = held;
    const middles = rows()
      .map((one) => one.getBoundingClientRect())
      .map(({ top, height }) => ({ middle: top + height / 2, height }));
    const start = event.clientY;
    let to = from;
    handle.setPointerCapture(event.pointerId);
    row.classList.add("lifted");
    const move = ({ clientY }: PointerEvent): void => {
      const here = (middles[from]?.middle ?? 0) + clientY - start;
      to = middles.filter(({ middle }, index) => index !== from && middle < here).length;
      row.style.transform = `translateY(${clientY - start}px)`;
      // The others make room, so that the gap shows where the row would come to lie.
      for (const [index, other] of rows().entries()) {
        if (index === from) continue;
        const shift = index > from && index <= to ? -1 : index < from && index >= to ? 1 : 0;
        other.style.transform = shift === 0 ? "" : `translateY(${shift * (middles[from]?.height ?? 0)}px)`;
      }
    };
    const end = (last: PointerEvent): void => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
      row.classList.remove("lifted");
      for (const one of rows()) one.style.transform = "";
      if (last.type === "pointerup" && to !== from) void options.onmove(from, to);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
  }

  function onkeydown(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const held = rowOf(event.target);
    if (!step || !held) return;
    event.preventDefault();
    const to = held.from + step;
    if (to < 0 || to >= rows().length) return;
    // A row that moves in the page loses the focus, but its user wants to continue.
    void options
      .onmove(held.from, to)
      .then(tick)
      .then(() => held.handle.focus());
  }

  list.addEventListener("pointerdown", onpointerdown);
  list.addEventListener("keydown", onkeydown);
  return {
    update(next) {
      options = next;
    },
    destroy() {
      list.removeEventListener("pointerdown", onpointerdown);
      list.removeEventListener("keydown", onkeydown);
    },
  };
};
