const apple = /mac|iphone|ipad/i.test(navigator.platform);

/** The name of the command key on this machine. */
export const commandKey = apple ? "⌘" : "Ctrl ";
