export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  undo: boolean;
}

const STAYS = 6000;

/** Short words about what just happened, read out by screen readers and gone by themselves. */
class Toasts {
  list = $state.raw<Toast[]>([]);
  #last = 0;

  say(text: string, options: { tone?: Toast["tone"]; undo?: boolean } = {}): void {
    const id = ++this.#last;
    this.list = [
      ...this.list.slice(-2),
      { id, text, tone: options.tone ?? "plain", undo: options.undo ?? false },
    ];
    setTimeout(() => this.dismiss(id), STAYS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
