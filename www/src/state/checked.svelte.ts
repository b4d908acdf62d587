import type { Issue, MetricResult } from "lookback";
import { compute } from "../engine/client.ts";
import type { Configuration } from "../engine/model.ts";
import { focusProblem } from "../parts/modal.ts";
import { studio } from "./studio.svelte.ts";

interface Question {
  configuration: Configuration;
  probe?: { key: string; now: number };
}

const REST = 90;

/** What the engine says of a draft, a moment after typing stops. To be made while a component is set up. */
export class Checked {
  issues = $state.raw<readonly Issue[]>([]);
  result = $state.raw<MetricResult | null>(null);
  #question: () => Question | null;
  #last = 0;
  /** Whether the draft is being saved, or was and is about to be put away. */
  #saved = false;

  constructor(question: () => Question | null) {
    this.#question = question;
    $effect(() => {
      const asked = question();
      if (!asked) {
        this.#saved = false;
        return;
      }
      const timer = setTimeout(() => this.#run(asked), REST);
      return () => clearTimeout(timer);
    });
  }

  async #run(asked: Question): Promise<readonly Issue[]> {
    const turn = ++this.#last;
    const { verdict, result } = await compute.check(asked.configuration, asked.probe);
    const issues = verdict.ok ? [] : verdict.issues;
    if (turn === this.#last) {
      this.issues = issues;
      this.result = result;
    }
    return issues;
  }

  /**
   * Saves the draft by a step of the configuration, once however often it is asked for; tells whether it did. What is
   * wrong with it, or cannot be read, gets the focus.
   */
  async save(
    readable: boolean,
    label: string,
    recipe: (configuration: Configuration) => Configuration,
    say: string,
  ): Promise<boolean> {
    if (this.#saved) return false;
    this.#saved = true;
    const issues = await this.#now();
    if (issues.length > 0 || !readable) focusProblem();
    else if (await studio.configure(label, recipe, say)) return true;
    this.#saved = false;
    return false;
  }

  /** Asks once more, now, and gives the answer to just that: what is saved may not rest on an older one. */
  async #now(): Promise<readonly Issue[]> {
    const asked = this.#question();
    return asked ? this.#run(asked) : [];
  }
}
