// The check-in: one step at a time, and no answer lost to a missing network.
import { startSteps } from "./steps.js";

function start(page) {
  const form = page.querySelector("form");
  const offline = form.querySelector("[data-offline]");
  // Before the guard against a second press, so that an unsent form can be sent again.
  form.addEventListener(
    "submit",
    (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      offline.hidden = false;
      offline.scrollIntoView({ block: "center" });
    },
    { capture: true },
  );
  window.addEventListener("online", () => { offline.hidden = true; });
  startSteps(form);
}

const page = document.querySelector("[data-checkin]");
if (page) start(page);
