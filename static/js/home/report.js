// A report keeps the time at which it was sent from the page: an offline phone may deliver it later.
const form = document.querySelector("form[data-report]");
// By the server's clock, so that a phone whose clock is wrong still says "just now" rightly.
const ahead = form?.dataset.said ? Date.parse(form.dataset.said) - Date.now() : null;

form?.addEventListener("submit", () => {
  if (ahead !== null) {
    form.elements.said_at.value = new Date(Date.now() + ahead).toISOString();
  }
  form.dataset.reported = "yes";
});

// Back to a page that was sent already: a fresh one has its own identity and shows what was told.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && form?.dataset.reported) window.location.reload();
});
