// A ring with minutes and seconds. It counts by the clock, so a sleeping phone does not stretch it,
// and it speaks rarely: at half time, at ten seconds, at the end.
const SPOKEN_AT = (total) => new Set([Math.floor(total / 2), 10]);

export function asClock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function startCountdown(box) {
  const total = Number(box.dataset.countdown);
  if (!Number.isFinite(total) || total <= 0) return;
  const time = box.querySelector("[data-countdown-time]");
  const voice = box.querySelector("[data-countdown-voice]");
  const arc = box.querySelector(".countdown__arc");
  const endsAt = Date.now() + total * 1000;
  const spoken = SPOKEN_AT(total);

  const show = () => {
    const left = (endsAt - Date.now()) / 1000;
    time.textContent = asClock(left);
    arc.setAttribute("stroke-dashoffset", String(100 - (100 * Math.max(0, left)) / total));
    if (spoken.delete(Math.ceil(left))) voice.textContent = `${Math.ceil(left)} ${voice.dataset.left}`;
    if (left > 0) return;
    clearInterval(timer);
    box.classList.add("is-done");
    voice.textContent = voice.dataset.done;
    box.dispatchEvent(new CustomEvent("countdown:done", { bubbles: true }));
  };
  const timer = setInterval(show, 250);
  show();
}

export function startCountdowns(root) {
  for (const box of root.querySelectorAll("[data-countdown]")) startCountdown(box);
}
