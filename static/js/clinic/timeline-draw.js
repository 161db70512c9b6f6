// What uPlot does not draw by itself: limit bands, limit lines, plan changes and missed doses.

function acrossPlot(u, draw) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(ctx, bbox);
  ctx.restore();
}

export function bands(limits, colours) {
  return (u) => acrossPlot(u, (ctx, bbox) => {
    ctx.fillStyle = colours.band;
    for (const [low, high] of [
      [limits.low_systolic, limits.raised_systolic],
      [limits.low_diastolic, limits.raised_diastolic],
    ]) {
      const top = u.valToPos(high, "y", true);
      ctx.fillRect(bbox.left, top, bbox.width, u.valToPos(low, "y", true) - top);
    }
  });
}

export function limitLines(limits, colours) {
  const lines = [
    [limits.raised_systolic, colours.systolic, []],
    [limits.raised_diastolic, colours.diastolic, [6, 4]],
    [limits.high_systolic, colours.systolic, []],
    [limits.high_diastolic, colours.diastolic, [6, 4]],
  ];
  return (u) => acrossPlot(u, (ctx, bbox) => {
    ctx.globalAlpha = 0.55;
    ctx.lineWidth = devicePixelRatio;
    for (const [value, colour, dash] of lines) {
      const y = Math.round(u.valToPos(value, "y", true)) + 0.5;
      ctx.strokeStyle = colour;
      ctx.setLineDash(dash.map((part) => part * devicePixelRatio));
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
  });
}

export function planMarks(plans, colours, { withWords = false } = {}) {
  return (u) => acrossPlot(u, (ctx, bbox) => {
    ctx.strokeStyle = colours.mark;
    ctx.fillStyle = colours.text;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.font = `${12 * devicePixelRatio}px ${colours.font}`;
    for (const plan of plans) {
      const x = Math.round(u.valToPos(plan.at, "x", true));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (withWords) writeBeside(ctx, bbox, x, plan.word);
    }
  });
}

function writeBeside(ctx, bbox, x, word) {
  const gap = 5 * devicePixelRatio;
  const fits = x + gap + ctx.measureText(word).width < bbox.left + bbox.width;
  ctx.textAlign = fits ? "left" : "right";
  ctx.textBaseline = "top";
  ctx.fillText(word, fits ? x + gap : x - gap, bbox.top + gap);
}

// A dose that was not taken is a cross on the base line: a word and a shape, not only a colour.
export function missedCrosses(doses, colours) {
  return (u) => acrossPlot(u, (ctx, bbox) => {
    const arm = 4 * devicePixelRatio;
    const y = bbox.top + bbox.height - arm - 2 * devicePixelRatio;
    ctx.strokeStyle = colours.alarm;
    ctx.lineWidth = 2 * devicePixelRatio;
    doses.x.forEach((at, index) => {
      if (doses.mark[index] !== "missed") return;
      const x = u.valToPos(at, "x", true);
      ctx.beginPath();
      ctx.moveTo(x - arm, y - arm);
      ctx.lineTo(x + arm, y + arm);
      ctx.moveTo(x + arm, y - arm);
      ctx.lineTo(x - arm, y + arm);
      ctx.stroke();
    });
  });
}
