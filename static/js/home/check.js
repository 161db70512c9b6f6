// The check page: the minute between two readings, 911 at once, and honest words without a network.
import { startGap } from "../gap.js";
import { showEmergency } from "./emergency.js";
import { localAnswer } from "./limits.js";
import { keepNoneAlone } from "./none.js";
import { keepWhileOffline } from "./offline.js";
import { startSteps } from "./steps.js";

const number = (text) => (/^\d{1,3}$/.test(text ?? "") ? Number(text) : null);

export function readEntry(form) {
  const data = new FormData(form);
  const readings = [1, 2, 3]
    .map((place) => ({
      systolic: number(data.get(`systolic_${place}`)),
      diastolic: number(data.get(`diastolic_${place}`)),
      pulse: number(data.get(`pulse_${place}`)),
    }))
    .filter((one) => one.systolic !== null && one.diastolic !== null);
  const answers = Object.fromEntries([...data].filter(([key]) => key.startsWith("predose_")));
  const symptoms = data.getAll("symptoms");
  return { readings, answers, symptoms, oxygen: number(data.get("oxygen_percent")) };
}

function tell(place, template) {
  place.replaceChildren(template.content.cloneNode(true));
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
}

function start(page) {
  const form = page.querySelector("[data-check-form]");
  const limits = JSON.parse(document.getElementById("check-limits").textContent);
  const emergency = page.querySelector("[data-emergency]");
  const offline = form.querySelector("[data-offline]");

  const judge = () => localAnswer(readEntry(form), limits);
  form.addEventListener("change", () => {
    showEmergency(emergency, judge() === "call");
  });
  keepWhileOffline(form, offline, () => {
    const answer = judge();
    showEmergency(emergency, answer === "call");
    tell(offline, document.querySelector(`[data-offline-${answer === "wait" ? "wait" : "stop"}]`));
  });
  startGap(form, ["systolic_1", "diastolic_1", "pulse_1"]);
  startSteps(form);
  keepNoneAlone(form, "symptoms");
}

const page = document.querySelector("[data-check]");
if (page) start(page);
