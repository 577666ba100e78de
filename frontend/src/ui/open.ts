// Where an answer is missing, the person is led to the first question that waits for it.

/** Focus and show the first part of the page that is marked as open; false where none is. */
export function toFirstOpen(root: ParentNode = document): boolean {
  const part = root.querySelector<HTMLElement>("[data-open]");
  const field = part?.querySelector<HTMLElement>("input:not(:disabled), select, button");
  if (!part || !field) return false;
  field.focus({ preventScroll: true });
  part.scrollIntoView({ block: "center" });
  return true;
}
