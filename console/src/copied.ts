// Copying an instant gives UTC, because who pastes it may be in another zone than the person at this desk.

const own = (node: Node | null): HTMLTimeElement | null =>
  (node instanceof Element ? node : (node?.parentElement ?? null))?.closest("time") ?? null;

/** The selected text, with UTC for each instant that is in it as a whole, or around it. */
function selected(selection: Selection): string {
  const around = own(selection.anchorNode);
  if (around && around === own(selection.focusNode)) return around.title;
  let text = selection.toString();
  for (const time of document.querySelectorAll("time"))
    if (selection.containsNode(time, true) && time.title) text = text.replace(time.innerText, () => time.title);
  return text;
}

document.addEventListener("copy", (event) => {
  const selection = document.getSelection();
  const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (!selection || selection.isCollapsed || isField || !event.clipboardData) return;
  const text = selected(selection);
  if (text === selection.toString()) return;
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
});
