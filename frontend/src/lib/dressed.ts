// When the page changes its clothes: what draws on a canvas must ask for its colours anew.

/** Call `change` whenever the theme changes, by choice or with the computer; returns how to end it. */
export function onTheme(change: () => void): () => void {
  const chosen = new MutationObserver(change);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", change);
  return () => {
    chosen.disconnect();
    dark.removeEventListener("change", change);
  };
}
