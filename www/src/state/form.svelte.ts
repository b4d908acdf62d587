import type { Issue, MetricResult } from "lookback";
import { tick, untrack } from "svelte";
import { compute } from "../engine/client.ts";
import type { Configuration } from "../engine/model.ts";
import type { Fields } from "../parts/form.ts";
import { focusProblem } from "../parts/modal.ts";
import { type NamedIssue, named } from "./issue-names.ts";
import { router } from "./router.svelte.ts";
import { studio } from "./studio.svelte.ts";

interface Question {
  configuration: Configuration;
  /** Where the draft stands in the configuration, such as `metrics[3]`. */
  at: string;
  probe?: { key: string; now: number };
}

const REST = 90;

/** Whether a path is that of a member, or of something in it. */
const within = (path: string, member: string): boolean =>
  path === member || path.startsWith(`${member}.`) || path.startsWith(`${member}[`);

/**
 * A form for one element of the configuration: what the engine says of its draft, and the way to
 * save it.
 */
export class Form implements Fields {
  mode = $state("form");
  tried = $state(false);
  answers = $state(0);
  /** Whether the JSON in it can be read: nothing is saved over a text that cannot. */
  readable = $state(true);
  result = $state.raw<MetricResult | null>(null);
  #issues = $state.raw<readonly Issue[]>([]);
  readonly #question: () => Question | null;
  readonly #nameOf: (member: string) => string | undefined;
  readonly #asked = $derived.by(() => this.#question());
  readonly #open = $derived(this.#asked !== null);
  readonly #at = $derived(this.#asked?.at ?? "");
  /**
   * What is wrong with the draft, by the members of it; anything else that it makes wrong lies
   * elsewhere.
   */
  readonly #own = $derived(
    this.#issues
      .filter(({ path }) => within(path, this.#at))
      .map(({ path, message }) => ({ path: path.slice(this.#at.length + 1), message })),
  );
  #claimed = $state.raw<readonly string[]>([]);
  #last = 0;
  /** Whether the draft is being saved, or has been saved and is about to close. */
  #saved = false;

  /** Must be created while a component is set up. */
  constructor(
    /** The draft, as what it would make of the configuration; null while the form is closed. */
    question: () => Question | null,
    /** Takes up what is to be edited. */
    begin: () => void,
    /** What a member is called that no field says the problems of. */
    nameOf: (member: string) => string | undefined = () => undefined,
  ) {
    this.#question = question;
    this.#nameOf = nameOf;
    // Opening the form takes up what is to be edited; what changes elsewhere meanwhile leaves the
    // draft alone.
    $effect(() => {
      if (!this.#open) return;
      void router.rest[0];
      untrack(() => {
        this.mode = "form";
        this.tried = false;
        this.readable = true;
        this.forget();
        begin();
      });
    });
    $effect(() => {
      const asked = this.#asked;
      if (!asked) {
        this.#saved = false;
        return;
      }
      const timer = setTimeout(() => this.#run(asked), REST);
      return () => clearTimeout(timer);
    });
  }

  /** What was said of the draft no longer holds. */
  forget(): void {
    this.#last++;
    this.#issues = [];
    this.result = null;
  }

  problemOf(member: string): string | undefined {
    return this.#own.find(({ path }) => within(path, member))?.message;
  }

  claim(member: string): () => void {
    this.#claimed = [...untrack(() => this.#claimed), member];
    return () => {
      this.#claimed = this.#claimed.filter((other) => other !== member);
    };
  }

  /** What is wrong and is said at no field. */
  get loose(): NamedIssue[] {
    if (!this.tried || !this.readable) return [];
    const own = this.#own
      .filter(({ path }) => !this.#claimed.some((member) => within(path, member)))
      .map(({ path, message }) => {
        const of = this.mode === "form" ? this.#nameOf(path) : undefined;
        return { of, path: of === undefined ? path : "", message };
      });
    const others = this.#issues
      .filter(({ path }) => !within(path, this.#at))
      .map((issue) => named(issue, studio.configuration));
    return [...own, ...others];
  }

  async #run(asked: Question): Promise<readonly Issue[]> {
    const turn = ++this.#last;
    const { verdict, result } = await compute.check(asked.configuration, asked.probe);
    const issues = verdict.ok ? [] : verdict.issues;
    if (turn === this.#last) {
      this.answers++;
      this.#issues = issues;
      this.result = result;
    }
    return issues;
  }

  /**
   * Saves the draft by a step of the configuration, once however often it is asked for; returns
   * whether it did. What is wrong with it, or cannot be read, gets the focus.
   */
  async save(
    label: string,
    recipe: (configuration: Configuration) => Configuration,
    say: string,
  ): Promise<boolean> {
    this.tried = true;
    if (this.#saved) return false;
    this.#saved = true;
    const issues = await this.#now();
    if (issues.length > 0 || !this.readable) void tick().then(focusProblem);
    else if (await studio.configure(label, recipe, say)) return true;
    this.#saved = false;
    return false;
  }

  /**
   * Asks once more, now, and gives the answer to just that: what is saved may not rest on an older
   * one.
   */
  async #now(): Promise<readonly Issue[]> {
    const asked = this.#asked;
    return asked ? this.#run(asked) : [];
  }
}
