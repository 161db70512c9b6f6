// The page of readings: its two clocks, and 911 at once when what is typed asks for it.
import { offerRest, startGap } from "../gap.js";
import { showEmergency } from "../home/emergency.js";
import { keepNoneAlone } from "../home/none.js";

const number = (text) => (/^\d{1,3}$/.test(text ?? "") ? Number(text) : 0);

// Limits and symptoms come from the server; the page only compares.
export function mustCall(form, limits) {
  const ticked = new FormData(form).getAll("symptoms");
  const isAny = (keys) => keys.some((key) => ticked.includes(key));
  const isSevere = [1, 2, 3].some(
    (place) =>
      number(form.elements[`systolic_${place}`]?.value) >= limits.severe[0] ||
      number(form.elements[`diastolic_${place}`]?.value) >= limits.severe[1],
  );
  return isAny(limits.call) || (isSevere && isAny(limits.with_pressure));
}

const form = document.querySelector("[data-pressure]");
if (form) {
  const limits = JSON.parse(document.getElementById("pressure-limits").textContent);
  const panel = document.querySelector("[data-emergency]");
  // First what puts the other ticks out, then what judges them.
  keepNoneAlone(form, "symptoms");
  form.addEventListener("change", () => showEmergency(panel, mustCall(form, limits)));
  offerRest(form);
  startGap(form, ["systolic_1", "diastolic_1"]);
}
