/** The times that the engine leaves in its outbox as text, each of the same length. */

/** The length of a time, in characters. */
export const TIME_LENGTH = 24;

/** The time at a position of the text; null where there are only spaces. */
export function readTime(text: string, at: number): string | null {
  return text.charCodeAt(at) === 32 ? null : text.substring(at, at + TIME_LENGTH);
}
