// Draws the patient's time line from the series that the server computed. The table beside it says the same.
import { clock as clockFor } from "./clock.js";
import { onThemeChange, palette } from "./palette.js";
import { readout } from "./readout.js";
import { heightOf, panels } from "./timeline-panels.js";

const DAY = 86400;
// On a phone three weeks of doses would be one block.
const NARROW = 600;

class Timeline {
  constructor(root) {
    this.root = root;
    this.data = JSON.parse(document.getElementById(root.dataset.series).textContent);
    this.whole = { min: this.data.start, max: this.data.end };
    this.visible = this.lastDays(root.clientWidth < NARROW ? "7" : "all");
    this.clock = clockFor(this.data.zone);
    this.say = readout(this.data, this.clock);
    this.output = root.querySelector("[data-timeline-readout]");
    this.hint = this.output.textContent;
  }

  draw() {
    this.plots?.forEach((plot) => plot.destroy());
    this.plots = panels(this.data, palette(this.root), this.clock).map((panel) => this.plot(panel));
    this.zoom(this.visible);
  }

  plot({ name, values, options }) {
    const host = this.root.querySelector(`[data-panel="${name}"]`);
    const hooks = { ...options.hooks, setSelect: [(u) => this.select(u)], setCursor: [(u) => this.point(u)] };
    const cursor = { ...options.cursor, bind: { dblclick: () => () => this.zoom(this.whole) } };
    return new uPlot({ ...options, width: host.clientWidth, hooks, cursor }, values, host);
  }

  select(u) {
    if (u.select.width < 8) return;
    const min = u.posToVal(u.select.left, "x");
    const max = u.posToVal(u.select.left + u.select.width, "x");
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.zoom({ min, max });
  }

  point(u) {
    if (u.cursor.left == null || u.cursor.left < 0) this.output.textContent = this.hint;
    else this.output.textContent = this.say(u.posToVal(u.cursor.left, "x"), this.visible);
  }

  zoom(range) {
    this.visible = { ...range };
    this.plots.forEach((plot) => plot.setScale("x", range));
    this.root.querySelectorAll("[data-days]").forEach((button) => {
      button.setAttribute("aria-pressed", String(sameRange(range, this.lastDays(button.dataset.days))));
    });
  }

  lastDays(days) {
    if (days === "all") return this.whole;
    return { min: Math.max(this.whole.min, this.whole.max - Number(days) * DAY), max: this.whole.max };
  }

  fit() {
    this.plots.forEach((plot) => {
      const host = plot.root.parentElement;
      if (host.clientWidth) plot.setSize({ width: host.clientWidth, height: heightOf(host.dataset.panel) });
    });
  }

  // A stretch that is longer than the record says the same as "all".
  offerStretches() {
    this.root.querySelectorAll("[data-days]").forEach((button) => {
      const seconds = Number(button.dataset.days) * DAY;
      button.hidden = seconds >= this.whole.max - this.whole.min;
    });
  }

  listen() {
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-days]");
      if (button) this.zoom(this.lastDays(button.dataset.days));
    });
    new ResizeObserver(() => this.fit()).observe(this.root);
    onThemeChange(() => this.draw());
  }
}

function sameRange(a, b) {
  return Math.abs(a.min - b.min) < 1 && Math.abs(a.max - b.max) < 1;
}

// The table twin is one key away (t), and always there when scripts are not.
function pairWithTable(root) {
  const table = document.getElementById(root.dataset.table);
  const button = root.querySelector("[data-timeline-table]");
  const show = (wanted) => {
    table.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    button.querySelector("[data-label]").textContent = wanted ? button.dataset.hide : button.dataset.show;
  };
  button.addEventListener("click", () => show(table.hidden));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "t" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    show(table.hidden);
    if (!table.hidden) table.focus();
  });
  show(false);
}

document.querySelectorAll("[data-timeline]").forEach((root) => {
  root.hidden = false;
  const chart = new Timeline(root);
  chart.offerStretches();
  chart.draw();
  chart.listen();
  pairWithTable(root);
});
