'use strict';

// How half the width of the interval shrinks with the number of replications.

const kFirstShown = 5;  // before that, Student's t says more of itself than of the figure
const kLinesShown = 6;

// The base, and the others by worth.
function in_order(data) {
  const [base, ...others] = data.result.variants;
  const ranked = data.result.kpis.find((kpi) => kpi.id === data.ranked_by);
  return [base, ...others.sort(by_worth(ranked))].map((variant) => variant.id);
}

function variant_color(i) {
  return i === 0 ? kInk : kProductColors[(i - 1) % kProductColors.length];
}

// Lines of half widths: of the mean, where every mean is one to divide by.
function convergence_lines(data, kpi, relative, unit) {
  return data.result.variants.map((variant, i) => {
    const {n, half_width} = data.convergence[i][kpi.id];
    const scale = relative ? 100 / Math.abs(variant.kpis[kpi.id].mean || 1) : unit.factor;
    const from = n.length > 0 && n[n.length - 1] > 2 * kFirstShown ? kFirstShown : 2;
    return {name: variant.id, color: variant_color(i),
            data: n.map((count, k) => [count, half_width[k] * scale])
                .filter(([count]) => count >= from)};
  });
}

function wanted_line(asked) {
  return {type: 'line', data: [], markLine: {
    symbol: 'none', silent: true, data: [{yAxis: asked * 100}],
    lineStyle: {color: '#b98a1f', type: 'dashed', width: 1.5},
    label: {formatter: 'asked for', color: '#8a6614', position: 'insideEndTop'}}};
}

function draw_convergence(data, kpi) {
  const {result} = data;
  const unit = unit_of(kpi, result.variants);
  const means = result.variants.map((variant) => variant.kpis[kpi.id].mean);
  const relative = means.every((mean) => mean !== 0);
  const lines = convergence_lines(data, kpi, relative, unit);
  if (lines.every((line) => line.data.length === 0)) {
    return nothing('convergence', 'An interval needs two replications.');
  }
  const asked = relative && result.replications && result.replications.half_width;
  const most = Math.max(...lines.flatMap((line) => line.data.map((point) => point[1])),
                        asked ? asked * 100 : 0);
  const name = relative ? '% of the mean' : unit.name;
  by_id('convergence-about').textContent = 'Half the width of the interval after so many ' +
      `${count_words(result)}${relative ? ', in percent of the mean' : ''}. Half as wide takes ` +
      'four times as many.';
  draw(chart_in('convergence', 340), {
    legend: line_legend(data),
    grid: {left: 56, right: 24, top: 58, bottom: 44},
    tooltip: {confine: true, trigger: 'item', formatter: (point) =>
        `<b>${escaped(point.seriesName)}</b><br>` +
        `${number(point.value[0])} ${count_words(result)}: ` +
        `\u00b1 ${number(point.value[1])} ${escaped(name)}`},
    xAxis: {type: 'value', name: count_words(result), nameLocation: 'middle', nameGap: 28,
            min: 'dataMin', max: 'dataMax', minInterval: 1, ...axis, splitLine: {show: false},
            axisLabel: {color: kSoft, hideOverlap: true, formatter: number}},
    yAxis: {type: 'value', name, min: 0, max: most > 0 ? undefined : 1, ...axis,
            axisLabel: {color: kSoft, formatter: number}},
    series: [...lines.map((line) => ({...line, type: 'line', symbol: 'circle', symbolSize: 4,
                                      color: line.color, lineStyle: {width: 1.8}})),
             ...(asked ? [wanted_line(asked)] : [])],
  });
}

// A chart of lines begins with the first ones; a click shows others.
function line_legend(data) {
  const names = in_order(data);
  return {type: 'scroll', top: 0, left: 0, right: 8, icon: 'roundRect', textStyle: {color: kSoft},
          data: names, formatter: (name) => shortened(data.labels.get(name) ?? name),
          selected: Object.fromEntries(names.map((name, i) => [name, i < kLinesShown]))};
}

function shortened(name) {
  return name.length > 40 ? `${name.slice(0, 39)}\u2026` : name;
}

function count_words(result) {
  if (result.method === 'batch_means') return 'batches';
  return result.antithetic ? 'pairs of replications' : 'replications';
}

function show_convergence(data) {
  choose_kpi('convergence-kpi', data, (kpi) => draw_convergence(data, kpi));
}
