/** Counts the changes of theme: what draws on a canvas reads it, and so draws again. */
class Theme {
  changes = $state(0);

  constructor() {
    const change = (): void => {
      this.changes++;
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
    window.addEventListener("themechange", change);
  }
}
const theme = new Theme();

/**
 * A token of the design system as the plain color that a canvas needs, for where `element` stands.
 */
export function colorOf(token: string, element: HTMLElement): string {
  void theme.changes;
  const { style } = element;
  style.color = `var(${token})`;
  const resolved = getComputedStyle(element).color;
  style.color = "";
  return resolved;
}
