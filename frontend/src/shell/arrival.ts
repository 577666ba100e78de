// Where a reader begins on a new page: at its heading, even where that comes only with its data.

let watching: MutationObserver | null = null;

/** Go to the top of the page and put the focus on its heading, now or as soon as there is one. */
export function readFromTheTop(main: HTMLElement): void {
  watching?.disconnect();
  watching = null;
  scrollTo(0, 0);
  if (focusHeading(main)) return;
  main.focus({ preventScroll: true });
  watching = new MutationObserver(() => {
    const moved = document.activeElement !== main && document.activeElement !== document.body;
    if (!moved && !focusHeading(main)) return;
    watching?.disconnect();
    watching = null;
  });
  watching.observe(main, { childList: true, subtree: true });
}

function focusHeading(main: HTMLElement): boolean {
  const heading = main.querySelector<HTMLElement>("h1");
  heading?.focus({ preventScroll: true });
  return heading !== null;
}
