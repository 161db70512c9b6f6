// What the page may say when the server cannot be asked: "call", "stop" or "wait". Never "go".
// It only compares; every number comes from the clinic's policy, written into the page as JSON.

const outside = (value, [low, high]) => value !== null && (value < low || value > high);

function half(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// The mean of the pair, or of the last two of three; null while there is none yet.
export function meanOf(readings, limits) {
  const whole = readings.filter((one) => one.systolic !== null && one.diastolic !== null);
  if (whole.length < 2) return null;
  const isFar = Math.abs(whole[0].systolic - whole[1].systolic) > limits.third_above;
  if (isFar && whole.length < 3) return null;
  const pair = isFar ? whole.slice(1, 3) : whole.slice(0, 2);
  const pulses = pair.map((one) => one.pulse).filter((pulse) => pulse !== null);
  return {
    systolic: half(pair.map((one) => one.systolic)),
    diastolic: half(pair.map((one) => one.diastolic)),
    pulse: pulses.length === 2 ? half(pulses) : null,
  };
}

function isSevere(mean, readings, { severe }) {
  const judged = mean ? [mean] : readings;
  return judged.some((one) => one.systolic >= severe[0] || one.diastolic >= severe[1]);
}

function isVeryLow(mean, readings, limits) {
  const judged = mean ? [mean] : readings;
  return judged.some((one) => one.systolic !== null && one.systolic < limits.very_low);
}

function pulseOf(mean, readings) {
  if (mean) return mean.pulse;
  const pulses = readings.map((one) => one.pulse).filter((pulse) => pulse !== null);
  return pulses.length ? half(pulses) : null;
}

function mustCall(entry, mean, limits) {
  const ticked = (keys) => keys.some((key) => entry.symptoms.includes(key));
  const severe = isSevere(mean, entry.readings, limits);
  const veryLow = isVeryLow(mean, entry.readings, limits);
  const feelsUnwell = entry.answers[limits.feeling] === "yes";
  return (
    limits.call_questions.some((key) => entry.answers[key] === limits.worrying[key]) ||
    ticked(limits.call_symptoms) ||
    (severe && (ticked(limits.pressure_symptoms) || feelsUnwell)) ||
    (veryLow && (ticked(limits.faint_symptoms) || feelsUnwell)) ||
    outside(pulseOf(mean, entry.readings), limits.pulse_emergency) ||
    (entry.oxygen !== null && entry.oxygen <= limits.oxygen[0])
  );
}

function mustStop(entry, mean, limits) {
  const isOut =
    mean !== null &&
    (mean.systolic >= limits.raised[0] ||
      mean.diastolic >= limits.raised[1] ||
      mean.systolic < limits.low[0] ||
      mean.diastolic < limits.low[1]);
  return (
    isOut ||
    outside(pulseOf(mean, entry.readings), limits.pulse) ||
    (entry.oxygen !== null && entry.oxygen < limits.oxygen[1]) ||
    limits.stop_symptoms.some((key) => entry.symptoms.includes(key)) ||
    Object.entries(limits.worrying).some(([key, value]) => entry.answers[key] === value)
  );
}

// entry: {readings: [{systolic, diastolic, pulse}], answers: {key: "yes"|"no"}, symptoms: [key], oxygen}
export function localAnswer(entry, limits) {
  const mean = meanOf(entry.readings, limits);
  if (mustCall(entry, mean, limits)) return "call";
  return mustStop(entry, mean, limits) ? "stop" : "wait";
}
