// Paper needs a printer, and the button needs a script: without one it stays hidden.
for (const box of document.querySelectorAll("[data-print]")) {
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => window.print());
}
