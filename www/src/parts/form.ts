import { getContext, setContext } from "svelte";

/** What a form provides to its fields, each of which edits one member of the form's subject. */
export interface Fields {
  /** Whether saving was tried. Before that, a field shows no problem until it is changed. */
  readonly tried: boolean;
  /** How often the engine has checked the draft. */
  readonly answers: number;
  /** What is wrong with a member. */
  problemOf(member: string): string | undefined;
  /**
   * From now on a field says what is wrong with the member, until the function that comes back is
   * called.
   */
  claim(member: string): () => void;
}

const FORM = Symbol();

/** Must be called while the component around the fields is set up. */
export const tellFields = (form: Fields): Fields => setContext(FORM, form);

/** The form around a field; some fields take effect at once and stand in none. */
export const fieldsAround = (): Fields | undefined => getContext(FORM);
