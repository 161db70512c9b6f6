// A form that is sent without a network stays on the page with all that was typed.

export function keepWhileOffline(form, notice, onKept) {
  // Before the guard against a second press, so that an unsent form can be sent again.
  form.addEventListener(
    "submit",
    (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      onKept();
    },
    { capture: true },
  );
  window.addEventListener("online", () => { notice.hidden = true; });
}
