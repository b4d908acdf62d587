import type { Issue, MetricResult } from "lookback";
import { compute } from "../engine/client.ts";
import type { Configuration } from "../engine/model.ts";

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

  constructor(question: () => Question | null) {
    this.#question = question;
    $effect(() => {
      const asked = question();
      if (!asked) return;
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

  /** Asks once more, now, and gives the answer to just that: what is saved may not rest on an older one. */
  async now(): Promise<readonly Issue[]> {
    const asked = this.#question();
    return asked ? this.#run(asked) : [];
  }
}
