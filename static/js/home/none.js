// "None of these" and the others put each other out.
export function keepNoneAlone(form, name, onClear = () => {}) {
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (box.name !== name || !box.checked) return;
    for (const other of form.querySelectorAll(`input[name="${name}"]`)) {
      if (other !== box && (box.value === "none" || other.value === "none")) other.checked = false;
    }
    onClear();
  });
}
