// A toast stays until it is closed: nobody loses an "undo" to a timer.
export function startToasts(root) {
  root.addEventListener("click", (event) => {
    event.target.closest?.("[data-toast-close]")?.closest("[data-toast]")?.remove();
  });
}
