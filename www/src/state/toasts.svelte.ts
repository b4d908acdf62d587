export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  /** The step that it offers to undo, for as long as that is the last one. */
  undoes?: object;
}

const STAYS = 6000;

/**
 * Short notices about what just happened, announced by screen readers, which disappear by
 * themselves.
 */
class Toasts {
  list = $state.raw<Toast[]>([]);
  #last = 0;

  say(text: string, { tone = "plain", undoes }: { tone?: Toast["tone"]; undoes?: object } = {}): void {
    const id = ++this.#last;
    this.list = [...this.list.slice(-2), { id, text, tone, undoes }];
    setTimeout(() => this.dismiss(id), STAYS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
