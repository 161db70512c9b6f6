// Turns notifications on for this browser. Permission is asked only after a tap on the button.
const part = document.querySelector("[data-push]");
const button = part?.querySelector("[data-push-button]");

if (part && "serviceWorker" in navigator && "PushManager" in window) {
  button.hidden = false;
  button.addEventListener("click", () => turnOn().catch(sayDenied));
}

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") return sayDenied();
  const worker = await navigator.serviceWorker.register(part.dataset.pushWorker);
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(part.dataset.push),
  });
  const { endpoint, keys } = subscription.toJSON();
  const body = new FormData(part.querySelector("[data-push-form]"));
  for (const [name, value] of Object.entries({ endpoint, ...keys })) body.append(name, value);
  const answer = await fetch(part.dataset.pushUrl, { method: "POST", body });
  if (!answer.ok) return sayDenied();
  location.reload();
}

function sayDenied() {
  part.querySelector("[data-push-denied]").hidden = false;
}

function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
