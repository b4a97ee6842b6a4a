'use strict';

const kStateColors = {
  processing: '#2f9e6e', loading: '#86cdb0', setup: '#e5b13d', blocked: '#e07f3e',
  down: '#cf4557', waiting_crew: '#a33345', maintenance: '#8a6bb0', held: '#59636f',
  waiting_material: '#5a9bd4', waiting_labor: '#3a6fa6', waiting_tool: '#93bfe0',
  waiting_carrier: '#29537d', waiting_system: '#7d93a8', idle: '#eef1f4', off_shift: '#d9dfe6',
};
const kProductColors = [
  '#3b7dbf', '#e08a3c', '#4aa37c', '#c95d6d', '#8a6bb0', '#b59a3b', '#48a7b3', '#d47fb0', '#7a8c4f',
  '#6577c9', '#a8714c', '#5f9e4f',
];
const kOther = '#9aa6b3';
const kInk = '#1d2733';
const kSoft = '#5b6775';
const kRows = 25;
const kMostFlowSteps = 30;  // of a routing, with a node for each
const kFlowGroups = 15;     // nodes of a longer one

const charts = [];

function chart_in(id, height) {
  const place = by_id(id);
  if (height) place.style.height = `${height}px`;
  const chart = echarts.getInstanceByDom(place) || echarts.init(place);
  if (!charts.includes(chart)) charts.push(chart);
  chart.resize();
  return chart;
}

function draw(chart, option) {
  chart.setOption({
    animation: false, useUTC: true,
    textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: kInk},
    ...option,
  }, true);
}

function nothing(id, text) {
  by_id(id).replaceChildren(element('p', text, 'empty'));
  by_id(id).style.height = 'auto';
}

const axis = {
  axisLine: {lineStyle: {color: '#c9d1da'}}, axisTick: {show: false},
  axisLabel: {color: kSoft}, splitLine: {lineStyle: {color: '#eef1f4'}},
  nameTextStyle: {color: kSoft},
};

function time_axis(more) {
  return {type: 'time', ...axis, splitLine: {show: false}, ...more};
}

function swatch(color) {
  return `<span style="display:inline-block;width:10px;height:10px;border-radius:2px;` +
      `margin-right:6px;background:${color}"></span>`;
}

function draw_wip(figures, clock, end_s) {
  const wip = figures.wip;
  const series = wip.products.map((product, i) => (
    {name: product.name, lots: unpacked(product.lots), color: kProductColors[i]}));
  if (wip.others !== null) {
    series.push({name: `${wip.other_products} other products`, lots: unpacked(wip.others),
                 color: kOther});
  }
  if (series.length === 0) return nothing('wip', 'No lot was in process.');
  by_id('wip-about').textContent =
      `Lots in process, mean of each ${duration(wip.width_s)}; wall clock of ${clock.zone}.`;
  draw(chart_in('wip', 360), {
    color: series.map((each) => each.color),
    legend: {type: 'scroll', top: 0, left: 0, right: 8, icon: 'roundRect',
             textStyle: {color: kSoft}},
    grid: {left: 56, right: 16, top: 58, bottom: 64},
    tooltip: {trigger: 'axis', formatter: (points) => wip_tooltip(points)},
    xAxis: time_axis({min: clock.at(0), max: clock.at(end_s)}),
    yAxis: {type: 'value', name: 'lots', ...axis},
    dataZoom: [{type: 'inside', zoomOnMouseWheel: 'ctrl'}, {type: 'slider', height: 22, bottom: 8}],
    series: series.map((each) => ({
      name: each.name, type: 'line', stack: 'lots', symbol: 'none',
      lineStyle: {width: 0}, areaStyle: {opacity: 0.9},
      data: each.lots.map((lots, i) => [clock.at((i + 0.5) * wip.width_s), lots]),
    })),
  });
}

function wip_tooltip(points) {
  const total = points.reduce((sum, point) => sum + point.value[1], 0);
  const lines = points.filter((point) => point.value[1] > 0).map((point) =>
    `${swatch(point.color)}${escaped(point.seriesName)}: ${number(point.value[1])}`);
  return [`<b>${wall_text(points[0].value[0])}: ${number(total)} lots</b>`, ...lines]
      .join('<br>');
}

// Names of work centers, busiest first.
function busiest(result) {
  const use = (name) => result.work_centers[name].utilization ?? -1;
  return Object.keys(result.work_centers).sort((a, b) => use(b) - use(a) || a.localeCompare(b));
}

function draw_states(result, names) {
  const states = Object.keys(kStateColors).filter((state) =>
    names.some((name) => result.work_centers[name].states[state] > 0));
  draw(chart_in('states', 70 + 20 * names.length), {
    color: states.map((state) => kStateColors[state]),
    legend: {top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12,
             textStyle: {color: kSoft}, data: states.map(spaced)},
    grid: {left: 8, right: 64, top: 52, bottom: 8, containLabel: true},
    tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, formatter: states_tooltip},
    xAxis: {type: 'value', max: 1, position: 'top', ...axis,
            axisLabel: {color: kSoft, formatter: (value) => percent(value)}},
    yAxis: [{type: 'category', data: names, inverse: true, ...axis,
             axisLabel: {color: kInk, interval: 0}},
            {type: 'category', inverse: true, position: 'right', ...axis,
             data: names.map((name) => percent(result.work_centers[name].utilization)),
             axisLine: {show: false}, axisLabel: {color: kSoft, interval: 0}}],
    series: states.map((state) => ({
      name: spaced(state), type: 'bar', stack: 'time', barWidth: 14,
      data: names.map((name) => result.work_centers[name].states[state] ?? 0),
    })),
  });
}

function states_tooltip(points) {
  const lines = points.filter((point) => point.value > 0).map((point) =>
    `${swatch(point.color)}${escaped(point.seriesName)}: ${percent(point.value)}`);
  return [`<b>${escaped(points[0].axisValue)}</b>`, ...lines].join('<br>');
}

function draw_queues(figures, names, clock) {
  const width = figures.queues.width_s;
  const by_name = new Map(figures.queues.work_centers.map((row) => [row.name, row.lots]));
  const rows = names.filter((name) => by_name.has(name));
  const cells = [];
  let bins = 0;
  let most = 0;
  rows.forEach((name, y) => unpacked(by_name.get(name)).forEach((lots, x) => {
    bins = Math.max(bins, x + 1);
    most = Math.max(most, lots);
    if (lots > 0) cells.push([x, y, lots]);
  }));
  by_id('queues-about').textContent =
      `Lots waiting at each work center, mean of each ${duration(width)}.`;
  draw(chart_in('queues', 90 + 18 * rows.length), {
    grid: {left: 8, right: 64, top: 44, bottom: 8, containLabel: true},
    tooltip: {formatter: (point) => `<b>${escaped(rows[point.value[1]])}</b><br>` +
        `${clock.text(point.value[0] * width)}<br>${number(point.value[2])} lots waiting`},
    xAxis: {type: 'category', ...axis, splitLine: {show: false},
            data: Array.from({length: bins}, (_, i) => wall_text(clock.at(i * width))),
            axisLabel: {color: kSoft, hideOverlap: true, alignMinLabel: 'left',
                        interval: label_places(bins, width, clock),
                        formatter: (text) => width >= 1800 ? text.slice(0, 4) + text.slice(9, 14) :
                            text.slice(15)}},
    yAxis: {type: 'category', data: rows, inverse: true, ...axis,
            axisLabel: {color: kInk, interval: 0}},
    visualMap: {min: 0, max: Math.max(most, 1), calculable: true, orient: 'horizontal',
                right: 64, top: 0, itemHeight: 160, itemWidth: 12, text: ['lots', ''],
                textStyle: {color: kSoft}, formatter: number,
                inRange: {color: ['#f3f6f9', '#c6dbef', '#6ea8d9', '#e5b13d', '#cf4557']}},
    series: [{type: 'heatmap', data: cells, itemStyle: {borderWidth: 0}}],
  });
}

// Which bins of a category axis have a label: those in which a day or a group of days begins; where
// the bins are short, some of them at equal distances.
function label_places(bins, width, clock) {
  const day = (i) => Math.floor(clock.at(i * width) / 86400000);
  const days = day(bins) - day(0);
  if (width < 1800 || days < 2) return Math.max(0, Math.ceil(bins / 12) - 1);
  const step = Math.ceil(days / 14);
  const group = (i) => Math.floor((day(i) - day(0)) / step);
  return (i) => i > 0 && group(i) !== group(i - 1);
}

// A single class has no width of its own: it gets one, and empty neighbours.
function with_neighbours(figure) {
  if (figure.counts.length > 1) return figure;
  const width = Math.max(figure.width_s, Math.abs(figure.from_s) * 0.02);
  return {from_s: figure.from_s - 2.5 * width, width_s: width,
          counts: [0, 0, ...figure.counts, 0, 0]};
}

function histogram(id, classes, color_of, mark) {
  const figure = with_neighbours(classes);
  const unit = unit_for(Math.max(Math.abs(figure.from_s),
                                 figure.from_s + figure.width_s * figure.counts.length));
  const from = (i) => figure.from_s + i * figure.width_s;
  draw(chart_in(id, 320), {
    grid: {left: 52, right: 24, top: 30, bottom: 48},
    tooltip: {formatter: (point) => `${duration(from(point.dataIndex))} to ` +
        `${duration(from(point.dataIndex + 1))}<br><b>${number(point.value[2])}</b>`},
    xAxis: {type: 'value', scale: true, name: unit.name, nameLocation: 'middle', nameGap: 28,
            min: from(0) / unit.seconds, max: from(figure.counts.length) / unit.seconds, ...axis,
            axisLabel: {color: kSoft, formatter: number, showMinLabel: true, hideOverlap: true},
            splitLine: {show: false}},
    yAxis: {type: 'value', minInterval: 1, ...axis},
    series: [{
      type: 'custom', encode: {x: [0, 1], y: 2},
      data: figure.counts.map((count, i) =>
        [from(i) / unit.seconds, from(i + 1) / unit.seconds, count]),
      renderItem: (params, api) => {
        const top = api.coord([api.value(0), api.value(2)]);
        const end = api.coord([api.value(1), 0]);
        return {type: 'rect', style: {fill: color_of(from(params.dataIndex))},
                shape: {x: top[0] + 0.5, y: top[1], width: Math.max(end[0] - top[0] - 1, 1),
                        height: end[1] - top[1]}};
      },
    }, ...(mark === undefined ? [] : [{
      type: 'line', data: [], markLine: {symbol: 'none', silent: true,
        lineStyle: {color: kInk, type: 'dashed'}, data: [{xAxis: mark.at / unit.seconds}],
        label: {formatter: mark.text, color: kInk}},
    }])],
  });
}

function draw_cycle(figures, index) {
  const product = figures.cycle_times[index];
  by_id('cycle-about').textContent = `${plural(product.n, 'lot', 'lots')} completed, ` +
      `mean ${duration(product.mean_s)} from release to completion.`;
  histogram('cycle', product, () => '#3b7dbf', {at: product.mean_s, text: 'mean'});
}

function draw_lateness(figures) {
  const lateness = figures.lateness;
  if (lateness.n === 0) return nothing('lateness', 'No order with a due date was completed.');
  by_id('lateness-about').textContent = `${plural(lateness.n, 'order', 'orders')} with a due ` +
      'date completed; left of zero is early.';
  const late = (from) => from + lateness.width_s / 2 > 0;
  histogram('lateness', lateness, (from) => late(from) ? '#cf4557' : '#2f9e6e',
            {at: 0, text: 'due'});
}

function draw_downtime(figures) {
  const downtime = figures.downtime;
  const causes = downtime.causes.filter((cause) => cause.down_s > 0).slice(0, 12);
  if (causes.length === 0) return nothing('downtime', 'No machine failed.');
  const unit = unit_for(causes[0].down_s);
  by_id('downtime-about').textContent =
      `${duration(downtime.total_s)} of machine time lost to failures; the line adds shares.`;
  let sum = 0;
  const shares = causes.map((cause) => (sum += cause.down_s) / downtime.total_s);
  const label = (cause) => cause.work_center + (cause.mode ? `: ${cause.mode}` : '');
  draw(chart_in('downtime', 340), {
    grid: {left: 8, right: 76, top: 30, bottom: 24, containLabel: true},
    tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, formatter: (points) => {
      const cause = causes[points[0].dataIndex];
      return `<b>${escaped(label(cause))}</b><br>${duration(cause.down_s)} in ` +
          `${plural(cause.stops, 'stop', 'stops')}<br>` +
          `${percent(shares[points[0].dataIndex])} with all before it`;
    }},
    yAxis: {type: 'category', data: causes.map(label), inverse: true, ...axis,
            axisLabel: {color: kInk, interval: 0, overflow: 'truncate',
                        width: Math.max(120, by_id('downtime').clientWidth * 0.34)}},
    xAxis: [{type: 'value', name: unit.name, nameLocation: 'middle', nameGap: 24, ...axis,
             position: 'bottom'},
            {type: 'value', max: 1, min: 0, ...axis, position: 'top', splitLine: {show: false},
             axisLabel: {color: kSoft, formatter: (value) => percent(value)}}],
    series: [{type: 'bar', barMaxWidth: 18, itemStyle: {color: kStateColors.down},
              data: causes.map((cause) => cause.down_s / unit.seconds)},
             {type: 'line', xAxisIndex: 1, data: shares, symbolSize: 6,
              lineStyle: {color: kInk, width: 1.5}, itemStyle: {color: kInk}}],
  });
}

// The labels of the nodes of a routing, by the position of each step. A long routing has one node for
// several steps in a row: a column for each of 150 steps can't be read.
function flow_steps(product) {
  const steps = [...product.steps].sort((a, b) => a.position - b.position);
  const labels = new Map();
  const together = steps.length > kMostFlowSteps ? Math.ceil(steps.length / kFlowGroups) : 1;
  for (let i = 0; i < steps.length; i += together) {
    const group = steps.slice(i, i + together);
    const number = (step) => step.name.split(' ')[0];
    const label = together === 1 ? `${group[0].name} \u00b7 ${group[0].work_center}` :
        `${number(group[0])} to ${number(group[group.length - 1])}`;
    for (const step of group) labels.set(step.position, label);
  }
  return labels;
}

// Nodes and links of a product's flow. What goes back to an earlier step ends in a node of its own,
// so that the diagram has no cycle.
function flow_graph(product) {
  const ends = {'-1': 'Released', '-2': 'Completed', '-3': 'Scrap', '-4': 'In process'};
  const colors = {Released: '#3b7dbf', Completed: '#2f9e6e', Scrap: '#cf4557',
                  'In process': '#7d93a8'};
  const steps = flow_steps(product);
  const name = (end) => ends[end] || steps.get(end) || `step ${end + 1}`;
  const nodes = new Map();
  const links = new Map();
  const add = (node, color) => nodes.set(node, {name: node, itemStyle: {color}});
  for (let i = 0; i < product.links.length; i += 3) {
    const [from, to, amount] = product.links.slice(i, i + 3);
    const back = to >= 0 && from >= to;
    const source = name(from);
    const target = back ? `Rework to ${name(to)}` : name(to);
    if (source === target) continue;  // from one step to the next of the same node
    add(source, colors[source] || '#8fa8c2');
    add(target, back ? '#e5b13d' : colors[target] || '#8fa8c2');
    const both = `${source}\n${target}`;
    links.set(both, {source, target, value: (links.get(both)?.value ?? 0) + amount});
  }
  return {nodes: [...nodes.values()], links: [...links.values()]};
}

// The width of a column of the diagram beside its node, in pixels.
function flow_label_width(graph) {
  const depth = new Map();
  const depth_of = (name) => {
    if (!depth.has(name)) {
      depth.set(name, 0);
      const into = graph.links.filter((link) => link.target === name);
      depth.set(name, Math.max(0, ...into.map((link) => depth_of(link.source) + 1)));
    }
    return depth.get(name);
  };
  const columns = Math.max(1, ...graph.nodes.map((node) => depth_of(node.name)));
  return Math.max(40, (by_id('flow').clientWidth - 178) / columns - 22);
}

// Lines that fit beside the node; those at the right margin have room.
function flow_label(name, graph) {
  const ends = !graph.links.some((link) => link.source === name);
  const most = (ends ? 150 : flow_label_width(graph)) / 6.3;
  const lines = [''];
  for (const part of name.replace(' \u00b7 ', ' ').split(/(?<=[-_ ])/)) {
    const line = lines[lines.length - 1];
    if (line !== '' && (line + part).trimEnd().length > most) lines.push(part);
    else lines[lines.length - 1] += part;
  }
  return lines.slice(0, ends ? 1 : 6).map((line) => line.trimEnd()).join('\n') +
      (ends && lines.length > 1 ? '\u2026' : '');
}

function draw_flow(figures, index) {
  const product = figures.flow[index];
  const graph = flow_graph(product);
  by_id('flow-about').textContent = `${product.name} in ${product.unit} through its routing over ` +
      'the whole log, with what was scrapped, sent back for rework, and is still in process.';
  const layers = Math.max(3, new Set(flow_steps(product).values()).size);
  draw(chart_in('flow', Math.min(560, 260 + 14 * layers)), {
    tooltip: {formatter: (point) => point.dataType === 'edge' ?
        `${escaped(point.data.source)} &#8594; ${escaped(point.data.target)}<br>` +
        `<b>${number(point.data.value)} ${escaped(product.unit)}</b>` :
        `<b>${escaped(point.name)}</b><br>${number(point.value)} ${escaped(product.unit)}`},
    series: [{type: 'sankey', left: 8, right: 170, top: 12, bottom: 12, nodeGap: 14, nodeWidth: 14,
              data: graph.nodes, links: graph.links, emphasis: {focus: 'adjacency'},
              label: {color: kInk, fontSize: 11, lineHeight: 14,
                      formatter: (point) => flow_label(point.name, graph)},
              lineStyle: {color: 'source', opacity: 0.35}}],
  });
}
