'use strict';

// Lots in process over time: the mean of the replications with the band of its interval.

// Lower end and height of the band are stacked; the line stands in it.
function wip_series(variant, color, unit) {
  const {width_s, mean, half_width} = variant.wip;
  const at = (i) => (i + 0.5) * width_s / unit.seconds;
  const low = (i) => Math.max(0, mean[i] - (half_width[i] ?? 0));
  const high = (i) => mean[i] + (half_width[i] ?? 0);
  const common = {name: variant.id, type: 'line', symbol: 'none', color};
  const hidden = {...common, silent: true, stack: variant.id, lineStyle: {opacity: 0},
                  stackStrategy: 'all', tooltip: {show: false}};
  return [
    {...hidden, data: mean.map((_, i) => [at(i), low(i)])},
    {...hidden, data: mean.map((_, i) => [at(i), high(i) - low(i)]),
     areaStyle: {color, opacity: 0.18}},
    {...common, data: mean.map((value, i) => [at(i), value, half_width[i]]),
     lineStyle: {width: 1.8}, z: 4},
  ];
}

function wip_tooltip_of(points, unit) {
  const shown = points.filter((point) => point.value.length === 3);
  if (shown.length === 0) return '';
  const lines = shown.map((point) => {
    const half = point.value[2];
    return `${swatch(point.color)}${escaped(shortened(point.seriesName))}: ` +
        `${number(point.value[1])} \u00b1 ${half === null ? '?' : number(half)}`;
  });
  return [`<b>${number(shown[0].value[0])} ${unit.name}: lots in process</b>`, ...lines]
      .join('<br>');
}

function warm_up_line(result, unit) {
  if (!result.warm_up.s) return [];
  return [{type: 'line', data: [], markLine: {
    symbol: 'none', silent: true, data: [{xAxis: result.warm_up.s / unit.seconds}],
    lineStyle: {color: kInk, type: 'dashed'}, label: {formatter: 'end of the warm-up', color: kInk},
  }}];
}

function show_wip(data) {
  const {result} = data;
  const variants = result.variants.map((variant, i) => ({variant, color: variant_color(i)}))
      .filter((each) => each.variant.wip && each.variant.wip.mean.length > 0);
  by_id('wip-panel').hidden = variants.length === 0;
  if (variants.length === 0) return;
  const ends = variants.map(({variant}) => variant.wip.width_s * variant.wip.mean.length);
  const unit = unit_for(Math.max(...ends));
  const parts = Math.max(...variants.map(({variant}) => variant.wip.width_s));
  by_id('wip-about').textContent = 'Lots in process since the start, mean of ' +
      `${duration(parts)} and over replications, with the interval of ` +
      `${percent(result.confidence)} of each point as a band.`;
  draw(chart_in('wip', 380), {
    legend: line_legend(data),
    grid: {left: 56, right: 24, top: 58, bottom: 44},
    tooltip: {confine: true, trigger: 'axis', formatter: (points) => wip_tooltip_of(points, unit)},
    xAxis: {type: 'value', min: 0, max: Math.max(...ends) / unit.seconds, name: unit.name,
            nameLocation: 'middle', nameGap: 28, ...axis, splitLine: {show: false},
            axisLabel: {color: kSoft, formatter: number, hideOverlap: true}},
    yAxis: {type: 'value', name: 'lots', min: 0, ...axis,
            axisLabel: {color: kSoft, formatter: number}},
    series: [...variants.flatMap(({variant, color}) => wip_series(variant, color, unit)),
             ...warm_up_line(result, unit)],
  });
}
