// Show the 911 panel at once and bring it into view; nothing waits for a server.
export function showEmergency(panel, isNeeded) {
  const isNew = isNeeded && panel.hidden;
  panel.hidden = !isNeeded;
  if (isNew) panel.scrollIntoView({ block: "start" });
}
