// Runs before the first paint, so that a person's own choice of light or dark never flashes.
(() => {
  let wish = null;
  try {
    wish = localStorage.getItem("theme");
  } catch {
    // Storage may be closed; the system's wish is then the answer.
  }
  if (wish === "light" || wish === "dark") {
    document.documentElement.dataset.bsTheme = wish;
  }
})();
