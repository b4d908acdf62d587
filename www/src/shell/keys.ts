const apple = /mac|iphone|ipad/i.test(navigator.platform);

/** How the command key is written on this machine. */
export const commandKey = apple ? "⌘" : "Ctrl ";
