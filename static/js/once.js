// A second press of a submit button sends nothing; the server would keep one record anyway.
const WAIT_MS = 8000;

export function guardForms(root) {
  for (const form of root.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      event.submitter?.setAttribute("aria-busy", "true");
      setTimeout(() => release(form, event.submitter), WAIT_MS);
    });
  }
  // htmx answers without leaving the page, so its form is free again at once.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) release(form);
  });
  // A page that comes back from the browser's memory must be usable again.
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) release(form);
  });
}

function release(form, submitter) {
  delete form.dataset.sent;
  submitter?.removeAttribute("aria-busy");
}
