'use strict';

// Findings by class and by where they arose, down to the journey of each message.

let finding_filter = null;  // a cell of the matrix, or nothing

function same_kind(row, kind) {
  return row.class === kind.class &&
      (kind.last_right === undefined ||
       (row.last_right === kind.last_right && row.first_wrong === kind.first_wrong));
}

// The message behind a finding, step by step: what, when, how long after it came up.
function journey_steps(row, clock) {
  const at = row.journey;
  if (!at) return row.at_s === null ? [] : [{name: 'came up', at: clock.text(row.at_s), after: ''}];
  return [['came up', at.happened_s], ['sent', at.sent_s], ['arrived', at.arrived_s],
          ['taken by the receiver', at.taken_s], ['known to the sender', at.ended_s]]
      .map(([name, time]) => ({
        name, missing: time === null, at: time === null ? 'never' : clock.text(time),
        after: time === null || time === at.happened_s ? '' :
            `${duration(time - at.happened_s)} later`,
      }));
}

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

function finding_value_text(row, currency) {
  const value = row.value;
  if (!value || (value.inventory === 0 && value.wip === 0)) return 'none';
  return `${signed_money(value.inventory, currency)} of inventory, ` +
      `${signed_money(value.wip, currency)} of work in process`;
}

function show_journey(row, line, clock, currency) {
  document.querySelectorAll('#findings tr.chosen').forEach((each) =>
    each.classList.remove('chosen'));
  line.classList.add('chosen');
  const panel = by_id('journey');
  panel.hidden = false;
  const steps = element('ol', undefined, 'steps');
  steps.append(...journey_steps(row, clock).map((step) => {
    const item = element('li', undefined, step.missing ? 'step missing' : 'step');
    item.append(element('b', step.name), element('span', step.at),
                element('span', step.after, 'later'));
    return item;
  }));
  const facts = element('dl', undefined, 'facts-list');
  const fact = (name, text) => facts.append(element('dt', name), element('dd', text));
  fact('What', row.detail);
  fact('Right until', hop_name(row.last_right));
  fact('Wrong from', hop_name(row.first_wrong));
  if (row.fault) fact('Injected fault', spaced(row.fault));
  if (row.would_narrow) fact('Where a tap would say more', hop_name(row.would_narrow));
  if (row.key) fact('Key', row.key);
  if (row.document !== null) fact('Document', String(row.document));
  if (row.journey && row.journey.times_sent > 1) {
    fact('Sent', `${number(row.journey.times_sent)} times`);
  }
  fact('Stock of the books less the plant', effect_text(row));
  if (row.value) fact('Value of the books less the plant', finding_value_text(row, currency));
  panel.replaceChildren(element('h3', `One finding: ${spaced(row.class)}`), steps, facts);
  panel.scrollIntoView({block: 'nearest'});
}

function show_finding_rows(result, figures, clock) {
  const filter = finding_filter;
  const rows = figures.findings.filter((row) => !filter || same_kind(row, filter));
  const all = figures.hops.filter((row) => !filter || same_kind(row, filter))
      .reduce((sum, row) => sum + row.count, 0);
  const currency = result.reconciliation.value ? result.reconciliation.value.currency : '';
  by_id('findings-about').textContent = (filter ? `Only ${spaced(filter.class)}. ` : '') +
      'A click on a row shows the journey of its message.';
  by_id('all-findings').hidden = !filter;
  by_id('journey').hidden = true;
  show_table(by_id('findings'), [
    {title: 'Class', value: (row) => spaced(row.class), left: true},
    {title: 'What', value: (row) => row.detail, left: true},
    {title: 'Message', value: (row) => row.at_s, text: (value, row) => journey_text(row, clock),
     left: true},
    {title: 'Books less plant', value: effect_text, left: true},
  ], rows, 2, false, (row, line) => show_journey(row, line, clock, currency));
  const more = all - rows.length;
  by_id('findings-more').hidden = more === 0;
  by_id('findings-more').textContent = `and ${number(more)} more in reconciliation.json`;
}

// A button in each cell that has findings; the darker, the more.
function matrix_cell(row, most, choose) {
  const cell = element('td', undefined, 'cell');
  if (!row) return cell;
  const button = element('button', number(row.count));
  button.type = 'button';
  button.dataset.class = row.class;
  const strength = 0.15 + 0.55 * Math.log1p(row.count) / Math.log1p(most);
  const hue = against(row) === 0 ? '91, 103, 117' : '194, 59, 78';
  button.style.background = `rgba(${hue}, ${strength.toFixed(2)})`;
  button.style.color = strength > 0.6 ? '#fff' : 'var(--ink)';
  button.addEventListener('click', () => choose(row));
  cell.append(button);
  return cell;
}

function show_matrix(figures, choose) {
  const intervals = new Map();
  const classes = new Map();
  for (const row of figures.hops) {
    const interval = `${row.last_right}\n${row.first_wrong}`;
    intervals.set(interval, {last_right: row.last_right, first_wrong: row.first_wrong});
    if (!classes.has(row.class)) classes.set(row.class, new Map());
    classes.get(row.class).set(interval, row);
  }
  const most = Math.max(1, ...figures.hops.map((row) => row.count));
  const head = element('tr');
  head.append(element('th', 'Class'), ...[...intervals.values()].map((interval) =>
    element('th', `${hop_name(interval.last_right)} \u2192 ${hop_name(interval.first_wrong)}`)));
  const sum = (rows, of) => [...rows.values()].reduce((total, row) => total + of(row), 0);
  const lines = [...classes].sort((a, b) => sum(b[1], against) - sum(a[1], against) ||
    sum(b[1], (row) => row.count) - sum(a[1], (row) => row.count));
  const body = element('tbody');
  body.append(...lines.map(([name, rows]) => {
    const line = element('tr');
    const title = element('td', spaced(name));
    if (sum(rows, against) === 0) title.append(element('small', ' against nobody'));
    line.append(title, ...[...intervals.keys()].map((key) =>
      matrix_cell(rows.get(key), most, choose)));
    return line;
  }));
  const thead = element('thead');
  thead.append(head);
  by_id('finding-hops').replaceChildren(thead, body);
}

// What was done wrong on purpose, and whether the audit has found it. What a fault plan has done is
// shown strike by strike (show_planned_faults).
function show_faults(result) {
  const audit = result.reconciliation;
  if (result.integration?.faults) return;
  const rows = Object.entries(audit.faults ?? {}).map(([fault, row]) => ({fault, ...row}));
  by_id('faults-part').hidden = rows.length === 0;
  if (rows.length === 0) return;
  show_table(by_id('faults'), [
    {title: 'Injected fault', value: (row) => spaced(row.fault), left: true},
    {title: 'Messages struck', value: (row) => row.struck, text: number},
    {title: 'Led to a finding', value: (row) => row.surfaced, text: number},
    {title: 'Healed', value: (row) => row.healed, text: number},
  ], rows, 1, true);
}

function show_findings(result, figures, clock) {
  show_faults(result);
  by_id('no-findings').hidden = figures.findings.length > 0;
  by_id('findings-tables').hidden = figures.findings.length === 0;
  if (figures.findings.length === 0) return;
  const show = (kind) => {
    finding_filter = kind;
    show_finding_rows(result, figures, clock);
  };
  show_matrix(figures, show);
  by_id('all-findings').addEventListener('click', () => show(null));
  show(null);
}
