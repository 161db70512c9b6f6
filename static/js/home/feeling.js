// How I feel: 911 at once for an urgent sign, and no grade left behind for what was unticked.
import { showEmergency } from "./emergency.js";
import { keepNoneAlone } from "./none.js";

function start(page) {
  const form = page.querySelector("form");
  const emergency = page.querySelector("[data-emergency]");

  const forget = () => {
    for (const box of form.querySelectorAll('input[name="noticed"]:not(:checked)')) {
      for (const grade of form.querySelectorAll(`input[name="grade_${box.value}"]:checked`)) {
        grade.checked = false;
      }
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "noticed") forget();
    showEmergency(emergency, form.querySelector('input[name="urgent"]:checked') !== null);
  });
  keepNoneAlone(form, "noticed", forget);
}

const page = document.querySelector("[data-feeling]");
if (page) start(page);
