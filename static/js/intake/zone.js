// Proposes the time zone of this device; the person looks at it and ticks that it is right.
// A device that hides its zone names one without a place, such as UTC: then nothing is proposed.
export function proposeZone(select, zone) {
  if (!select || !zone?.includes("/")) return;
  if (![...select.options].some((option) => option.value === zone)) {
    select.add(new Option(zone.replaceAll("_", " "), zone));
  }
  select.value = zone;
}

const select = document.querySelector("select[data-zone='propose']");
proposeZone(select, Intl.DateTimeFormat().resolvedOptions().timeZone);
