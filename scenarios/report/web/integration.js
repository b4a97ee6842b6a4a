'use strict';

// How the messages between plant and ERP fared, and what the page of integration has beside.

function integration_cards(result) {
  const audit = result.reconciliation;
  const traffic = result.integration;
  const cards = [
    ['Posting accuracy', percent(audit.posting_accuracy), `${number(audit.postings)} postings`],
    ['Against systems', number(audit.against_stack),
     `of ${plural(audit.findings, 'finding', 'findings')}`],
    ['Unexplained', number(audit.residual + audit.unattributed),
     `of ${number(audit.positions)} positions of stock`],
    ...stock_cards(audit),
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
  return cards;
}

function stock_cards(audit) {
  const cards = [];
  const stock = audit.inventory_accuracy;
  if (stock && stock.positions !== null) {
    cards.push(['Inventory accuracy', percent(stock.positions),
                stock.value === null ? 'by position' : `by value ${percent(stock.value)}`]);
  }
  const lots = audit.genealogy;
  if (lots && lots.recall !== null) {
    cards.push(['Genealogy', percent(lots.recall), 'of it in the books']);
  }
  return cards;
}

function figure_card([name, value, more]) {
  const card = element('div', undefined, 'card');
  card.append(element('div', name, 'name'), element('div', value, 'value'),
              element('div', more, 'more'));
  return card;
}

function show_directions(result) {
  const rows = [['Plant to ERP', 'to_erp'], ['ERP to plant', 'to_plant']]
      .map(([name, key]) => ({name, key, ...result.integration[key]}))
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
    {title: 'Limits', value: (row) => latency_words(result, row.key), left: true,
     mark: (row) => latency_mark(latency_limits(result, row.key))},
  ], rows, 1, true);
}

function quantile_name(member) {
  return member === 'p50' ? 'the median' : member.replace(/^p(\d+)$/, '$1 %');
}

// Service levels are expectations on latencies.
function latency_limits(result, direction) {
  const start = `/integration/${direction}/latency_s/`;
  return result.expectations
      .filter((each) => (each.pointer || '').startsWith(start))
      .filter((each) => typeof each.limit === 'number' && each.limit > 0)
      .map((each) => ({passed: each.passed, limit: each.limit,
                       name: quantile_name(each.pointer.slice(start.length))}));
}

function latency_mark(limits) {
  if (limits.length === 0) return '';
  return limits.every((each) => each.passed) ? 'met' : 'missed';
}

function latency_words(result, direction) {
  return latency_limits(result, direction).map((each) =>
    `${each.name} within ${duration(each.limit)} ` +
    (each.passed ? '\u2713' : '\u2715')).join(', ') || '-';
}

// Lines that lie close together have their labels at different places.
function limit_lines(limits) {
  const places = ['insideEndTop', 'insideStartTop', 'insideMiddleTop', 'insideEndBottom'];
  return limits.map((each, i) => ({
    yAxis: each.limit, lineStyle: {color: each.passed ? '#1e8a5f' : '#c23b4e'},
    label: {position: places[i % places.length], color: each.passed ? '#1e8a5f' : '#c23b4e',
            formatter: `limit of ${each.name}: ${duration(each.limit)}`},
  }));
}

function run_axis(result, clock) {
  const day = '{d} {MMM}';
  return time_axis({
    min: clock.at(0), max: clock.at(result.simulated_s),
    axisLabel: {color: kSoft, hideOverlap: true,
                formatter: {year: '{yyyy}', month: day, day, hour: '{HH}:{mm}',
                            minute: '{HH}:{mm}'}},
  });
}

function draw_latency(figures, result, clock) {
  const series = [['max', 'max_s', kOther], ['95 %', 'p95_s', '#e08a3c'],
                  ['median', 'p50_s', '#3b7dbf']];
  const least = 1e-4;  // a logarithm has no zero
  const limits = latency_limits(result, 'to_erp');
  const highest = Math.max(least, ...figures.latency.map((row) => row.max_s),
                           ...limits.map((each) => each.limit));
  draw(chart_in('latency', 300), {
    color: series.map((each) => each[2]),
    legend: {top: 0, left: 0, icon: 'roundRect', textStyle: {color: kSoft}},
    grid: {left: 70, right: 60, top: 36, bottom: 32},
    tooltip: {trigger: 'axis', formatter: (points) => escaped(wall_text(points[0].value[0])) +
        points.map((point) => '<br>' + swatch(point.color) + escaped(point.seriesName) + ' ' +
                   duration(point.value[1])).join('')},
    xAxis: run_axis(result, clock),
    yAxis: {type: 'log', max: 10 ** Math.ceil(Math.log10(highest * 1.5)), ...axis,
            axisLabel: {color: kSoft, formatter: duration}},
    series: series.map(([name, key], i) => ({
      name, type: 'line', symbol: 'circle', symbolSize: 4, lineStyle: {width: 1.5},
      data: figures.latency.map((row) => [clock.at(row.at_s), Math.max(row[key], least)]),
      markLine: i > 0 ? undefined : {
        silent: true, symbol: 'none', lineStyle: {type: 'dashed', width: 1.5},
        data: limit_lines(limits)},
    })),
  });
}

function draw_backlog(figures, result, clock) {
  draw(chart_in('backlog', 240), {
    color: ['#8a6bb0'],
    grid: {left: 70, right: 60, top: 24, bottom: 32},
    tooltip: {trigger: 'axis', formatter: (points) => escaped(wall_text(points[0].value[0])) +
        '<br>' + plural(points[0].value[1], 'message', 'messages')},
    xAxis: run_axis(result, clock),
    yAxis: {type: 'value', name: 'messages', ...axis},
    series: [{type: 'line', step: 'end', symbol: 'none', areaStyle: {opacity: 0.15},
              data: figures.backlog.map((row) => [clock.at(row.at_s), row.open])}],
  });
}

// What a fault plan has struck: requests, connections and parts.
function show_planned_faults(result) {
  const rows = result.integration.faults;
  if (!rows) return;
  by_id('faults-part').hidden = false;
  show_table(by_id('faults'), [
    {title: 'Injected fault', value: (row) => spaced(row.id), left: true},
    {title: 'Kind', value: (row) => spaced(row.kind), left: true},
    {title: 'Struck', value: (row) => row.struck, text: number},
    {title: 'Healed', value: (row) => row.healed, text: number},
    {title: 'Led to a finding', value: (row) => row.surfaced, text: number,
     mark: (row) => row.surfaced > 0 ? 'missed' : ''},
  ], rows, 4, true);
}

function show_integration(result, figures, clock) {
  document.querySelectorAll('.needs-erp').forEach((panel) => {
    panel.hidden = !figures;
  });
  if (!figures) return;
  show_integration_verdict(result, figures);
  by_id('integration-cards').replaceChildren(...integration_cards(result).map(figure_card));
  const traffic = figures.latency !== null && Boolean(result.integration.to_erp);
  by_id('traffic').hidden = !traffic;
  if (traffic) {
    show_directions(result);
    draw_latency(figures, result, clock);
    draw_backlog(figures, result, clock);
  }
  show_gates(result);
  show_promises(result);
  show_holds(result);
  show_findings(result, figures, clock);
  show_planned_faults(result);
  show_value(result, figures);
  show_recall(result, figures.recall);
}
