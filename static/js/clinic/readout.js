// One line above the chart: what stands under the crosshair, in words and numbers.
export function readout(data, clock) {
  const reach = (visible) => (visible.max - visible.min) / 60;
  return (seconds, visible) => {
    const near = (series) => nearest(series.x, seconds, reach(visible));
    const parts = [pressureAt(data, near(data.pressure)), doseAt(data, near(data.doses)), painAt(data, near(data.pain)), pegAt(data, near(data.peg))];
    const said = parts.filter(Boolean);
    return `${clock.full(seconds)} · ${said.length ? said.join(" · ") : data.words.nothing}`;
  };
}

function pressureAt({ pressure, words }, i) {
  return i === null ? "" : `${pressure.systolic[i]}/${pressure.diastolic[i]} ${words.pressure_unit} (${pressure.word[i]})`;
}

function doseAt({ doses, words }, i) {
  if (i === null) return "";
  const amount = doses.amount_ug[i] ? `${doses.amount_ug[i] / 1000} ${words.dose_unit} ` : "";
  return `${words.dose} ${amount}(${doses.word[i]})`;
}

function painAt({ pain, words }, i) {
  return i === null ? "" : `${words.pain} ${pain.score[i]}`;
}

function pegAt({ peg, words }, i) {
  return i === null ? "" : `${words.peg} ${peg.score[i]}`;
}

export function nearest(xs, wanted, reach) {
  let best = null;
  xs.forEach((x, i) => {
    const closer = best === null || Math.abs(x - wanted) < Math.abs(xs[best] - wanted);
    if (closer && Math.abs(x - wanted) <= reach) best = i;
  });
  return best;
}
