import "./styles/tokens.css";
import "./styles/base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { studio } from "./state/studio.svelte.ts";

await studio.open();
const target = document.getElementById("app");
if (target) mount(App, { target });

if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(new URL("./sw.js", document.baseURI)).catch(() => {
    // Without a service worker (a file opened from disk, a private window) the page works all the
    // same, only not offline.
  });
}
