// Auto, light or dark, kept on this device only.
const STORE = "theme";

export function startThemeChoice(root) {
  const inputs = root.querySelectorAll("input[data-theme-choice]");
  const kept = read();
  for (const input of inputs) {
    input.checked = input.value === kept;
    input.addEventListener("change", () => apply(input.value));
  }
}

function read() {
  try {
    return localStorage.getItem(STORE) ?? "auto";
  } catch {
    return "auto";
  }
}

function apply(wish) {
  const isChosen = wish === "light" || wish === "dark";
  if (isChosen) document.documentElement.dataset.bsTheme = wish;
  else delete document.documentElement.dataset.bsTheme;
  try {
    if (isChosen) localStorage.setItem(STORE, wish);
    else localStorage.removeItem(STORE);
  } catch {
    // The choice then lasts for this page only.
  }
}
