import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { icon } from "./scripts/player-icons.mjs";

// The player: plain files for any web page, which ask nothing of anybody; `innervate player` writes
// the sessions and the list of what is to be kept for use without a network beside them.
const icons: Plugin = {
  name: "icons",
  generateBundle() {
    const drawing = readFileSync(new URL("./public/icon.svg", import.meta.url));
    this.emitFile({ type: "asset", fileName: "icon.svg", source: drawing });
    for (const size of [180, 192, 512])
      this.emitFile({ type: "asset", fileName: `icon-${size}.png`, source: icon(size) });
  },
};

export default defineConfig({
  root: "src/player",
  base: "./",
  plugins: [svelte({ configFile: "../../svelte.config.js" }), icons],
  build: {
    outDir: "../../../src/innervate/web/static/player",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
