// Times on the chart are the patient's own clock, in the reader's language, as in the tables: 24 hours.

export function clock(zone) {
  const language = document.documentElement.lang || undefined;
  const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, hourCycle: "h23", ...options });
  const day = format({ day: "numeric", month: "short" });
  const time = format({ hour: "2-digit", minute: "2-digit" });
  const full = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const at = (formatter, seconds) => formatter.format(new Date(seconds * 1000));
  return {
    date: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    full: (seconds) => at(full, seconds),
    // Midnight carries the date, any other tick its time.
    tick: (seconds) => (at(time, seconds) === "00:00" ? at(day, seconds) : at(time, seconds)),
  };
}
