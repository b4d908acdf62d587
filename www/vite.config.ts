import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { offline } from "./build/offline.ts";

export default defineConfig({
  // Relative, so that the built files work below any path of any host.
  base: "./",
  plugins: [svelte(), offline()],
  worker: { format: "es" },
  build: { target: "es2023", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 400 },
});
