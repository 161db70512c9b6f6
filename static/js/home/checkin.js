// The check-in: one step at a time, and no answer lost to a missing network.
import { keepWhileOffline } from "./offline.js";
import { startSteps } from "./steps.js";

function start(page) {
  const form = page.querySelector("form");
  const offline = form.querySelector("[data-offline]");
  keepWhileOffline(form, offline, () => {
    offline.hidden = false;
    offline.scrollIntoView({ block: "center" });
  });
  startSteps(form);
}

const page = document.querySelector("[data-checkin]");
if (page) start(page);
