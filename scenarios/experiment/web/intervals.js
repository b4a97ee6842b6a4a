'use strict';

// Means and differences as points with whiskers, a row for each variant.

const kVerdictColors = {better: '#1e8a5f', worse: '#c23b4e', more: '#3b7dbf', less: '#3b7dbf',
                        no_difference: '#7d8894'};
const kRowHeight = 26;

// By id, how variants are named in charts: points of a grid by their levels alone.
function labels_of(result) {
  const factors = factors_of(result);
  return new Map(result.variants.map((variant) => [variant.id, variant.levels ?
    factors.map((factor) => variant.levels[factor]).join(' \u00b7 ') : variant.id]));
}

function factors_of(result) {
  return [...new Set((result.effects ?? []).map((effect) => effect.factor))];
}

// A point with its whisker; hollow where it proves nothing.
function whisker(rows, color_of, hollow) {
  return (params, api) => {
    const row = rows[params.dataIndex];
    if (row.mean === null) return null;
    const at = api.coord([api.value(0), api.value(1)]);
    const color = color_of(row);
    const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2},
                                       style: {stroke: color, lineWidth: 2}});
    const parts = [];
    if (row.half !== null && row.half > 0) {
      const [left, right] = [row.mean - row.half, row.mean + row.half]
          .map((value) => api.coord([value, api.value(1)])[0]);
      parts.push(line(left, at[1], right, at[1]), line(left, at[1] - 5, left, at[1] + 5),
                 line(right, at[1] - 5, right, at[1] + 5));
    }
    parts.push({type: 'circle', shape: {cx: at[0], cy: at[1], r: 5},
                style: {fill: hollow(row) ? '#ffffff' : color, stroke: color, lineWidth: 2}});
    return {type: 'group', children: parts};
  };
}

// Room on both sides of what is drawn; a value of its own where all are equal.
function bounds(rows, also) {
  const ends = rows.filter((row) => row.mean !== null)
      .flatMap((row) => [row.mean - (row.half ?? 0), row.mean + (row.half ?? 0)])
      .concat(also);
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const room = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.05 || 1;
  return {min: low - room, max: high + room};
}

function value_axis(unit, limits, difference) {
  const step = (limits.max - limits.min) / 5;
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step))));
  return {type: 'value', ...limits, name: unit_text(unit, difference).trim(),
          nameLocation: 'middle', nameGap: 28, ...axis, splitNumber: 5,
          axisLabel: {color: kSoft, hideOverlap: true, showMinLabel: false, showMaxLabel: false,
                      formatter: (value) => (difference && value > 0 ? '+' : '') +
                          fixed(value, decimals)}};
}

function names_axis(id, names) {
  return {type: 'category', data: names, inverse: true, ...axis, splitLine: {show: false},
          axisLabel: {color: kInk, interval: 0, overflow: 'truncate',
                      width: Math.max(80, by_id(id).clientWidth * 0.3)}};
}

// The verdicts at the right, in words, so that nobody has to tell colours apart.
function verdict_axis(rows) {
  const styles = Object.fromEntries(Object.entries(kVerdictColors)
      .map(([name, color]) => [name, {color, fontWeight: name === 'no_difference' ? 400 : 600}]));
  return {type: 'category', inverse: true, position: 'right', ...axis, axisLine: {show: false},
          data: rows.map((row, i) => String(i)), splitLine: {show: false},
          axisLabel: {interval: 0, rich: styles,
                      formatter: (i) => `{${rows[i].verdict}|${rows[i].words}}`}};
}

function draw_rows(id, rows, {x, right, mark, color_of, hollow, tooltip}) {
  const drawn = rows.map((row, i) => [row.mean ?? '-', i]);
  draw(chart_in(id, 62 + kRowHeight * rows.length), {
    grid: {left: 8, right: right ? 8 : 20, top: 8, bottom: 30, containLabel: true},
    tooltip: {confine: true, formatter: (point) => tooltip(rows[point.dataIndex])},
    xAxis: x,
    yAxis: [names_axis(id, rows.map((row) => row.label)), ...(right ? [right] : [])],
    series: [{type: 'custom', encode: {x: 0, y: 1}, data: drawn, clip: true,
              renderItem: whisker(rows, color_of, hollow),
              markLine: {symbol: 'none', silent: true, label: {show: false},
                         lineStyle: {color: kInk, type: 'dashed', opacity: 0.6},
                         data: mark === null ? [] : [{xAxis: mark}]}}],
  });
}

function draw_intervals(id, data, kpi, unit) {
  const {result} = data;
  const rows = result.variants.map((variant, i) => {
    const figure = variant.kpis[kpi.id];
    return {label: data.labels.get(variant.id), title: variant.title, base: i === 0, figure,
            mean: figure.mean === null ? null : figure.mean * unit.factor,
            half: figure.half_width === null ? null : figure.half_width * unit.factor};
  });
  if (rows.every((row) => row.mean === null)) return nothing(id, 'No replication has this figure.');
  draw_rows(id, rows, {
    x: value_axis(unit, bounds(rows, []), false), right: null,
    mark: result.variants.length > 1 ? rows[0].mean : null,
    color_of: (row) => row.base ? kInk : '#3b7dbf',
    hollow: (row) => row.half === null,
    tooltip: (row) => `<b>${escaped(row.title)}</b><br>` +
        `${interval_text(row.figure, unit)}${escaped(unit_text(unit))}<br>` +
        `${plural(row.figure.n, 'replication', 'replications')}, standard deviation ` +
        number(row.figure.sd === null ? null : row.figure.sd * unit.factor) +
        (row.base ? '<br>the base' : ''),
  });
}

function gain_text(gain) {
  if (gain === null) return '';
  return gain >= 1 ?
      `<br>the same luck saves: independent seeds need ${number(gain)} times as many replications` :
      `<br>the same luck does not help here (${number(gain)})`;
}

function draw_differences(id, data, kpi, unit) {
  const {result} = data;
  const base = result.variants[0];
  const others = result.variants.slice(1).map((variant) => {
    const figure = variant.differences[kpi.id];
    const known = figure.mean !== null;
    return {label: data.labels.get(variant.id), title: variant.title, figure,
            verdict: figure.verdict, words: known ? spaced(figure.verdict) : 'no data',
            change: change_text(variant, base, kpi, unit),
            mean: known ? figure.mean * unit.factor : null,
            half: figure.half_width === null ? null : figure.half_width * unit.factor};
  });
  if (others.every((row) => row.mean === null)) return nothing(id, 'No data to compare.');
  // The base has a row without a point, so that rows of both plots are at the same height.
  const rows = [{label: data.labels.get(base.id), verdict: 'no_difference', words: 'base',
                 mean: null}, ...others];
  draw_rows(id, rows, {
    x: value_axis(unit, bounds(rows, [0]), true), right: verdict_axis(rows), mark: 0,
    color_of: (row) => kVerdictColors[row.verdict],
    hollow: (row) => row.verdict === 'no_difference',
    tooltip: (row) => `<b>${escaped(row.title)}</b><br>` +
        `${interval_text(row.figure, unit, true)}${escaped(unit_text(unit, true))}` +
        `${row.change}: ${row.words}${gain_text(row.figure.gain_of_common_numbers)}`,
  });
}

function figure_about(result, kpi) {
  const factors = factors_of(result);
  const wish = kpi.better === null ? '' : `, ${kpi.better} is better`;
  const grid = factors.length === 0 ? '' :
      `. Points of the grid are named by their levels: ${factors.join(' \u00b7 ')}`;
  return `${kpi.pointer}${wish}${grid}`;
}

function figure_panel(result, kpi, i, single) {
  const panel = element('section', undefined, 'panel');
  panel.append(element('h2', kpi.id), element('p', figure_about(result, kpi), 'about'));
  const pair = element('div', undefined, `figure-pair${single ? ' alone' : ''}`);
  const place = (id, title) => {
    const half = element('div');
    const chart = element('div', undefined, 'chart');
    chart.id = id;
    half.append(element('h3', title), chart);
    pair.append(half);
  };
  place(`interval-${i}`, 'Mean of each variant');
  if (!single) place(`difference-${i}`, 'Difference from the base');
  panel.append(pair);
  return panel;
}

// A panel for each figure; the one by which variants are ranked comes first.
function show_figures(data) {
  const {result} = data;
  const single = result.variants.length === 1;
  const order = [...result.kpis].sort((a, b) =>
    (b.id === data.ranked_by) - (a.id === data.ranked_by));
  by_id('figures').replaceChildren(...order.map((kpi, i) => figure_panel(result, kpi, i, single)));
  order.forEach((kpi, i) => {
    const unit = unit_of(kpi, result.variants);
    draw_intervals(`interval-${i}`, data, kpi, unit);
    if (!single) draw_differences(`difference-${i}`, data, kpi, unit);
  });
}
