import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { offline } from "./build/offline.ts";

export default defineConfig({
  // Relative, so that the built files work below any path of any host.
  base: "./",
  plugins: [
    // Of the compiler's ways to write the same thing, those that weigh least. Four signs tell some
    // sixty components apart.
    svelte({
      compilerOptions: {
        discloseVersion: false,
        fragments: "tree",
        cssHash: ({ hash, css }) => `s${hash(css).slice(0, 4)}`,
      },
    }),
    offline(),
  ],
  worker: { format: "es" },
  build: {
    target: "es2023",
    // The first with both `light-dark()` and `:has()`: what is older would need each color spelled
    // out twice.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
});
