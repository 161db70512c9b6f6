// One step of a long form at a time. Without this module the whole form is one page.
function isOpen(step) {
  const boxes = [...step.querySelectorAll("input:not([type=hidden], [data-optional])")].filter(
    (box) => !box.closest("details"),
  );
  const names = new Set(boxes.map((box) => box.name));
  return [...names].some((name) => {
    const group = boxes.filter((box) => box.name === name);
    const isChoice = ["radio", "checkbox"].includes(group[0].type);
    return isChoice ? !group.some((box) => box.checked) : !group[0].value.trim();
  });
}

export function startSteps(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  if (steps.length < 2) return;
  const find = (name) => form.querySelector(`[data-step-${name}]`);
  const [place, next, back, send, missing] = ["place", "next", "back", "send", "missing"].map(find);
  let now = Math.max(0, steps.findIndex((step) => step.querySelector(".field__error, .is-invalid")));

  const show = (number, { move = true } = {}) => {
    now = number;
    steps.forEach((step, index) => { step.hidden = index !== now; });
    const isLast = now === steps.length - 1;
    next.hidden = isLast;
    send.hidden = !isLast;
    back.hidden = now === 0;
    missing.hidden = true;
    find("now").textContent = now + 1;
    if (!move) return;
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  };

  find("all").textContent = steps.length;
  place.hidden = false;
  place.tabIndex = -1;
  next.addEventListener("click", () => {
    missing.hidden = !isOpen(steps[now]);
    if (missing.hidden) show(now + 1);
  });
  back.addEventListener("click", () => show(now - 1));
  // Enter in a box goes on, and sends only from the last step.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.matches("button, textarea, a") || send.hidden === false) return;
    event.preventDefault();
    next.querySelector("button").click();
  });
  // A link of the error summary opens its step.
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    const step = target?.closest("[data-step]");
    if (!step) return;
    event.preventDefault();
    show(steps.indexOf(step), { move: false });
    target.focus();
  });
  show(now, { move: false });
}
