// The clocks of a measurement: the quiet rest before it, and the minute between two readings.
import { startCountdown } from "./countdown.js";

const isNumber = (box) => /^\d{1,3}$/.test(box?.value ?? "");

function startRing(place) {
  place.append(place.querySelector("[data-gap-ring]").content.cloneNode(true));
  startCountdown(place.querySelector("[data-countdown]"));
}

// The minute begins when the first reading is whole, whichever step is shown.
export function startGap(form, needed) {
  const gap = form.querySelector("[data-gap]");
  if (!gap) return;
  form.addEventListener("change", (event) => {
    if (gap.dataset.started || !needed.includes(event.target.name)) return;
    const isWhole = needed.every((name) => isNumber(form.elements[name]));
    if (!isWhole || isNumber(form.elements.systolic_2)) return;
    gap.dataset.started = "yes";
    startRing(gap);
  });
}

// The rest begins when the person says so; without this module the button is not there.
export function offerRest(root) {
  const rest = root.querySelector("[data-rest]");
  if (!rest) return;
  const start = rest.querySelector("button");
  rest.hidden = false;
  start.addEventListener("click", () => {
    start.hidden = true;
    startRing(rest);
  });
}
