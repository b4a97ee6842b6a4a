'use strict';

// What the ERP made of the run: how messages fared, and what its audit has found.

const kHopNames = {floor: 'the floor', bridge: 'the bridge', record: 'the record'};

function integration_cards(result) {
  const audit = result.reconciliation;
  const traffic = result.integration;
  const cards = [
    ['Posting accuracy', percent(audit.posting_accuracy), `${number(audit.postings)} postings`],
    ['Findings against the stack', number(audit.against_stack), `${number(audit.findings)} in all`],
    ['Unexplained', number(audit.residual + audit.unattributed),
     `of ${number(audit.positions)} positions of stock`],
  ];
  if (traffic.to_erp) {
    const latency = traffic.to_erp.latency_s;
    cards.push(['In the books within', duration(latency.p95), '95 % of the postings'],
               ['Longest backlog', number(traffic.to_erp.backlog_max), 'messages to the ERP'],
               ['Sent again', number(traffic.to_erp.sent - traffic.to_erp.messages +
                                     traffic.to_plant.sent - traffic.to_plant.messages),
                'times, both directions']);
    if (traffic.recovery_s !== null) {
      cards.push(['Recovery', duration(traffic.recovery_s), 'after the end of an outage']);
    }
  }
  if (traffic.demand) {
    cards.push(['Sales orders shipped', number(traffic.delivered), `of ${number(traffic.demand)}`]);
  }
  return cards;
}

function show_directions(result) {
  const rows = [['Plant to ERP', 'to_erp'], ['ERP to plant', 'to_plant']]
      .map(([name, key]) => ({name, ...result.integration[key]}))
      .filter((row) => row.messages > 0);
  show_table(by_id('directions'), [
    {title: 'Direction', value: (row) => row.name, left: true},
    {title: 'Messages', value: (row) => row.messages, text: number},
    {title: 'Taken', value: (row) => row.taken, text: number},
    {title: 'Refused', value: (row) => row.refused, text: number},
    {title: 'Open', value: (row) => row.open, text: number},
    {title: 'Sent', value: (row) => row.sent, text: number},
    {title: 'Median latency', value: (row) => row.latency_s.p50, text: duration},
    {title: '95 %', value: (row) => row.latency_s.p95, text: duration},
    {title: '99 %', value: (row) => row.latency_s.p99, text: duration},
    {title: 'Longest', value: (row) => row.latency_s.max, text: duration},
  ], rows, 1, true);
}

// Service levels are expectations on latencies of postings.
function latency_limits(result) {
  return result.expectations
      .filter((each) => /^\/integration\/to_erp\/latency_s\//.test(each.pointer || ''))
      .filter((each) => typeof each.limit === 'number' && each.limit > 0)
      .map((each) => ({yAxis: each.limit, name: each.pointer.split('/').pop()}));
}

function draw_latency(figures, result, clock) {
  const series = [['max', 'max_s', kOther], ['95 %', 'p95_s', '#e08a3c'],
                  ['median', 'p50_s', '#3b7dbf']];
  const least = 1e-4;  // a logarithm has no zero
  draw(chart_in('latency', 300), {
    color: series.map((each) => each[2]),
    legend: {top: 0, left: 0, icon: 'roundRect', textStyle: {color: kSoft}},
    grid: {left: 70, right: 60, top: 36, bottom: 32},
    tooltip: {trigger: 'axis', formatter: (points) => escaped(wall_text(points[0].value[0])) +
        points.map((point) => '<br>' + swatch(point.color) + escaped(point.seriesName) + ' ' +
                   duration(point.value[1])).join('')},
    xAxis: time_axis({min: clock.at(0), max: clock.at(result.simulated_s)}),
    yAxis: {type: 'log', ...axis, axisLabel: {color: kSoft, formatter: duration}},
    series: series.map(([name, key], i) => ({
      name, type: 'line', symbol: 'circle', symbolSize: 4, lineStyle: {width: 1.5},
      data: figures.latency.map((row) => [clock.at(row.at_s), Math.max(row[key], least)]),
      markLine: i > 0 ? undefined : {
        silent: true, symbol: 'none', lineStyle: {color: '#cf4557', type: 'dashed'},
        label: {formatter: (line) => 'limit ' + line.name}, data: latency_limits(result)},
    })),
  });
}

function draw_backlog(figures, result, clock) {
  draw(chart_in('backlog', 240), {
    color: ['#8a6bb0'],
    grid: {left: 70, right: 60, top: 24, bottom: 32},
    tooltip: {trigger: 'axis', formatter: (points) => escaped(wall_text(points[0].value[0])) +
        '<br>' + plural(points[0].value[1], 'message', 'messages')},
    xAxis: time_axis({min: clock.at(0), max: clock.at(result.simulated_s)}),
    yAxis: {type: 'value', name: 'messages', ...axis},
    series: [{type: 'line', step: 'end', symbol: 'none', areaStyle: {opacity: 0.15},
              data: figures.backlog.map((row) => [clock.at(row.at_s), row.open])}],
  });
}

// The journey of the message behind a finding.
function journey_text(row, clock) {
  const at = row.journey;
  if (!at) return row.at_s === null ? '-' : clock.text(row.at_s);
  const parts = [clock.text(at.happened_s)];
  const after = (time) => 'after ' + duration(time - at.happened_s);
  if (at.sent_s !== null) parts.push('sent ' + after(at.sent_s));
  if (at.arrived_s !== null) parts.push('arrived ' + after(at.arrived_s));
  if (at.taken_s !== null) parts.push('acknowledged ' + after(at.taken_s));
  if (at.times_sent > 1) parts.push(`sent ${number(at.times_sent)} times`);
  return parts.join(', ');
}

function effect_text(row) {
  return row.effect.map((change) => {
    const lot = change.lot === null ? '' : ` lot ${change.lot}`;
    const sign = change.quantity > 0 ? '+' : '';
    return `${sign}${change.quantity} ${change.item}${lot} at ${change.location}`;
  }).join('; ') || 'none';
}

function show_findings(figures, clock) {
  by_id('no-findings').hidden = figures.findings.length > 0;
  by_id('findings-tables').hidden = figures.findings.length === 0;
  show_table(by_id('finding-hops'), [
    {title: 'Class', value: (row) => spaced(row.class), left: true},
    {title: 'Findings', value: (row) => row.count, text: number},
    {title: 'Right until', value: (row) => kHopNames[row.last_right], left: true},
    {title: 'Wrong from', value: (row) => kHopNames[row.first_wrong], left: true},
  ], figures.hops, 1, true);
  show_table(by_id('findings'), [
    {title: 'Class', value: (row) => spaced(row.class), left: true},
    {title: 'What', value: (row) => row.detail, left: true},
    {title: 'Message', value: (row) => row.at_s, text: (value, row) => journey_text(row, clock),
     left: true},
    {title: 'Books less plant', value: effect_text, left: true},
  ], figures.findings, 2, false);
  by_id('findings-more').hidden = figures.more === 0;
  by_id('findings-more').textContent = `and ${number(figures.more)} more in reconciliation.json`;
}

function show_integration(result, figures, clock) {
  document.querySelectorAll('.needs-erp').forEach((panel) => {
    panel.hidden = !figures;
  });
  if (!figures) return;
  by_id('integration-cards').replaceChildren(
      ...integration_cards(result).map(([name, value, more]) => {
        const card = element('div', undefined, 'card');
        card.append(element('div', name, 'name'), element('div', value, 'value'),
                    element('div', more, 'more'));
        return card;
      }));
  const traffic = figures.latency !== null && Boolean(result.integration.to_erp);
  by_id('traffic').hidden = !traffic;
  if (traffic) {
    show_directions(result);
    draw_latency(figures, result, clock);
    draw_backlog(figures, result, clock);
  }
  show_findings(figures, clock);
}
