'use strict';

// What people have waited for: validations, promises to customers, lots on hold.

const kGateNames = {release: 'Release of an order', start: 'Start of an operation',
                    issue: 'Issue of components', completion: 'Completion of a lot'};

// "5 s", and whether it was kept, of the expectation on a figure.
function limit_words(result, pointer) {
  const limit = limit_on(result, pointer);
  if (!limit) return '-';
  return `${read_value(limit.limit, pointer)} ${limit.passed ? '\u2713' : '\u2715'}`;
}

function limit_mark(result, pointer) {
  const limit = limit_on(result, pointer);
  return !limit ? '' : limit.passed ? 'met' : 'missed';
}

function show_gates(result) {
  const gates = result.integration.gates ?? {};
  const rows = Object.entries(gates).map(([point, gate]) => ({point, ...gate}));
  const limit = (row) => `/integration/gates/${row.point}/wait_s/p95`;
  by_id('gates-panel').hidden = rows.length === 0;
  show_table(by_id('gates'), [
    {title: 'Gate', value: (row) => kGateNames[row.point] ?? spaced(row.point), left: true},
    {title: 'Asked', value: (row) => row.asked, text: number},
    {title: 'Confirmed', value: (row) => row.confirmed, text: number},
    {title: 'Refused', value: (row) => row.refused, text: number,
     mark: (row) => row.refused > 0 ? 'missed' : ''},
    {title: 'Asked in vain', text: number, value: (row) =>
      Math.max(0, row.asked - row.confirmed - row.refused - row.unanswered - row.by_paper)},
    {title: 'Passed unanswered', value: (row) => row.unanswered, text: number},
    {title: 'By paper', value: (row) => row.by_paper, text: number},
    {title: 'Mean wait', value: (row) => row.wait_s.mean, text: duration},
    {title: '95 % within', value: (row) => row.wait_s.p95, text: duration},
    {title: 'Longest', value: (row) => row.wait_s.max, text: duration},
    {title: 'Limit of 95 %', value: (row) => limit_words(result, limit(row)), left: true,
     mark: (row) => limit_mark(result, limit(row))},
  ], rows, 1, true);
}

function promise_cards(traffic) {
  const cards = [];
  if (traffic.demand) {
    const share = (count) => percent(count / traffic.demand);
    cards.push(['Sales orders', number(traffic.demand), 'of customers'],
               ['Shipped in full', number(traffic.delivered), share(traffic.delivered)]);
    if (traffic.on_time !== undefined) {
      cards.push(['When wanted', number(traffic.on_time), share(traffic.on_time)],
                 ['Promised for later', number(traffic.promises_revised),
                  share(traffic.promises_revised)],
                 ['As promised last', number(traffic.promises_kept), share(traffic.promises_kept)]);
    }
  }
  const changes = traffic.changes;
  if (changes && changes.told > 0) {
    cards.push(['Changes of orders', number(changes.told), 'told to the plant'],
               ['Confirmed', number(changes.confirmed), 'by the plant'],
               ['Rejected', number(changes.rejected), 'by the plant']);
  }
  return cards;
}

function show_promises(result) {
  const cards = promise_cards(result.integration);
  by_id('promises-panel').hidden = cards.length === 0;
  by_id('promises').replaceChildren(...cards.map(figure_card));
}

function show_holds(result) {
  const holds = result.integration.holds ?? {};
  const rows = Object.entries(holds).map(([id, hold]) => ({id, ...hold}));
  by_id('holds-panel').hidden = rows.length === 0;
  const limit = (row) => `/integration/holds/${row.id}/held_after_s`;
  show_table(by_id('holds'), [
    {title: 'Event', value: (row) => row.id, left: true},
    {title: 'Item', value: (row) => row.item ?? null, left: true},
    {title: 'Lot', value: (row) => row.lot ?? null, left: true},
    {title: 'Held after', value: (row) => row.held_after_s,
     text: (value) => value === null ? 'never' : duration(value)},
    {title: 'Limit', value: (row) => limit_words(result, limit(row)), left: true,
     mark: (row) => limit_mark(result, limit(row))},
    {title: 'Used or shipped afterwards', value: (row) => row.issued_after, text: number,
     mark: (row) => row.issued_after > 0 ? 'missed' : ''},
    {title: 'Lots with it', value: (row) => row.where_used, text: number},
    {title: 'The books name', value: (row) => row.where_used_in_books, text: number},
    {title: 'Complete', value: (row) => row.complete ? 'yes' : 'no', left: true,
     mark: (row) => row.complete ? 'met' : 'missed'},
  ], rows, 0, false, (row) => ask_recall(row.item, row.lot));
}
