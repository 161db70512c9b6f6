// The chart's colours are the sheet's custom properties, so that light and dark follow one source.
const PROPERTIES = {
  systolic: "--chart-systolic",
  diastolic: "--chart-diastolic",
  dose: "--chart-dose",
  pain: "--chart-pain",
  peg: "--chart-function",
  alarm: "--stop",
  band: "--go-bg",
  grid: "--line",
  mark: "--ink",
  text: "--muted",
};

export function palette(element) {
  const style = getComputedStyle(element);
  const colours = Object.entries(PROPERTIES).map(([name, property]) => [name, style.getPropertyValue(property).trim()]);
  return { ...Object.fromEntries(colours), font: style.fontFamily };
}

// Calls back when the theme changes, whether by the system or by the page.
export function onThemeChange(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
  new MutationObserver(callback).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
