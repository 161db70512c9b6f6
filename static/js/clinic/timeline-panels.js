// Three uPlot panels over one time axis: pressures with their limits, doses, pain with the PEG of each check-in.
import { bands, limitLines, missedCrosses, planMarks } from "./timeline-draw.js";

const GUTTER = 52;
const HEIGHTS = { pressure: 280, doses: 96, pain: 150 };

export function heightOf(name) {
  return HEIGHTS[name];
}

export function panels(data, colours, clock) {
  return [pressurePanel(data, colours, clock), dosePanel(data, colours, clock), painPanel(data, colours, clock)];
}

function pressurePanel(data, colours, clock) {
  const { x, systolic, diastolic } = data.pressure;
  return {
    name: "pressure",
    values: [x, systolic, diastolic],
    options: {
      ...shared("pressure", colours, clock),
      scales: { x: { time: true, auto: false }, y: { range: (u, low, high) => pressureRange(data, low, high) } },
      series: [
        {},
        line(data.words.systolic, colours.systolic),
        line(data.words.diastolic, colours.diastolic, [6, 4]),
      ],
      hooks: {
        drawClear: [bands(data.limits, colours)],
        draw: [limitLines(data.limits, colours), planMarks(data.plans, colours, { withWords: true })],
      },
    },
  };
}

function dosePanel(data, colours, clock) {
  const { x, amount_ug: amounts, mark } = data.doses;
  const only = (wanted) => amounts.map((amount, i) => (mark[i] === wanted ? amount / 1000 : null));
  return {
    name: "doses",
    values: [x, only("taken"), only("extra")],
    options: {
      ...shared("doses", colours, clock),
      scales: { x: { time: true, auto: false }, y: { range: (u, low, high) => [0, Math.max(high ?? 0, 10) * 1.2] } },
      series: [{}, bar(data.words.dose, colours.dose), bar(data.words.dose, colours.alarm)],
      hooks: { draw: [missedCrosses(data.doses, colours), planMarks(data.plans, colours)] },
    },
  };
}

function painPanel(data, colours, clock) {
  const options = shared("pain", colours, clock);
  options.axes[0] = timeAxis(colours, clock);
  return {
    name: "pain",
    values: uPlot.join([[data.pain.x, data.pain.score], [data.peg.x, data.peg.score]]),
    options: {
      ...options,
      scales: { x: { time: true, auto: false }, y: { range: () => [0, 10] } },
      series: [{}, line(data.words.pain, colours.pain), line(data.words.peg, colours.peg, [6, 4])],
      hooks: { draw: [planMarks(data.plans, colours)] },
    },
  };
}

function pressureRange(data, low, high) {
  const floor = Math.min(low ?? data.limits.low_diastolic, data.limits.low_diastolic) - 10;
  return [floor, Math.max(high ?? 0, data.limits.high_systolic) + 12];
}

function shared(name, colours, clock) {
  return {
    height: HEIGHTS[name],
    padding: [8, 12, name === "pain" ? 0 : 4, 0],
    legend: { show: false },
    tzDate: clock.date,
    cursor: {
      y: false,
      sync: { key: "timeline", scales: ["x", null], setSeries: false },
      drag: { x: true, y: false, setScale: false },
      hover: { prox: 24 },
      points: { size: 9 },
    },
    axes: [quietAxis(colours), valueAxis(colours)],
  };
}

function timeAxis(colours, clock) {
  return {
    stroke: colours.text,
    font: `12px ${colours.font}`,
    size: 34,
    space: 74,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 5 },
    values: (u, splits) => splits.map(clock.tick),
  };
}

function quietAxis(colours) {
  return { size: 0, space: 74, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false }, values: (u, s) => s.map(() => "") };
}

function valueAxis(colours) {
  return {
    stroke: colours.text,
    font: `12px ${colours.font}`,
    size: GUTTER,
    space: 32,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
  };
}

function line(label, stroke, dash) {
  return { label, stroke, width: 2, dash, points: { show: true, size: 6, fill: stroke, stroke }, spanGaps: true };
}

function bar(label, fill) {
  return { label, fill, stroke: fill, width: 0, paths: uPlot.paths.bars({ size: [0.7, 9, 3] }), points: { show: false } };
}
