// j and k walk the rows; Enter is the link's own. Nothing here is needed to work the list.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

function rowLinks() {
  return [...document.querySelectorAll("[data-worklist-row] [data-row-link]")].filter((link) => link.offsetParent);
}

function step(by) {
  const links = rowLinks();
  const here = links.findIndex((link) => link.closest("[data-worklist-row]").contains(document.activeElement));
  const chosen = links.findIndex((link) => link.closest("[aria-current='true']"));
  const from = here >= 0 ? here : by > 0 ? chosen : Math.max(chosen, 0);
  links[Math.min(Math.max(from + by, 0), links.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
  if (event.key === "o") document.querySelector("[data-worklist-row]:focus-within [data-chart-link]")?.click();
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-worklist-search]")?.focus();
  }
});

// The chosen row is marked at once, while its panel is on the way.
document.addEventListener("htmx:beforeRequest", (event) => {
  const row = event.target.closest("[data-worklist-row]");
  if (!row) return;
  document.querySelectorAll("[data-worklist-row]").forEach((other) => other.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
});
