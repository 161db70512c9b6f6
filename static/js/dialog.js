// Opens a native <dialog>; the browser keeps the focus inside and gives it back.
export function startDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) {
      document.getElementById(opener.dataset.dialogOpen)?.showModal();
      return;
    }
    event.target.closest?.("[data-dialog-close]")?.closest("dialog")?.close();
  });
}
