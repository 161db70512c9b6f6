// Times on the chart are the patient's own clock, in the reader's language.
const DAY = 86400;

export function clock(zone) {
  const language = document.documentElement.lang || undefined;
  const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  const day = format({ day: "numeric", month: "short" });
  const hour = format({ hour: "numeric", minute: "2-digit" });
  const full = format({ weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  const at = (formatter, seconds) => formatter.format(new Date(seconds * 1000));
  return {
    date: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    full: (seconds) => at(full, seconds),
    ticks: (splits) => {
      const whole = splits.length > 1 && splits[1] - splits[0] >= DAY * 0.9;
      return splits.map((seconds) => at(whole ? day : hour, seconds));
    },
  };
}
