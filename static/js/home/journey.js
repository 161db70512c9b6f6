// Asks somebody whose device shows another time than their schedule; the server decides nothing
// from it, and without a script the page has a link of its own.
// A device that hides its zone names one without a place, such as UTC: then nothing is asked.
const DAYS = [0, 3, 7, 14];

function clock(zone, moment) {
  const parts = { timeZone: zone, dateStyle: "short", timeStyle: "short" };
  return new Intl.DateTimeFormat("en-US", parts).format(moment);
}

export function showsAnotherTime(home, device, now = Date.now()) {
  if (!device?.includes("/") || device === home) return false;
  try {
    return DAYS.some((days) => {
      const moment = new Date(now + days * 86_400_000);
      return clock(home, moment) !== clock(device, moment);
    });
  } catch {
    return false; // a zone that only one of the two knows
  }
}

const banner = document.querySelector("[data-journey]");
const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (banner && showsAnotherTime(banner.dataset.home, device)) {
  const link = banner.querySelector("a");
  link.href += `?zone=${encodeURIComponent(device)}`;
  banner.hidden = banner.dataset.kept.split(" ").includes(device);
}
