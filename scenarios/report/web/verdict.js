'use strict';

// Whether the integration may go live: in words, and what is to be done first.

const kHopNames = {
  floor: 'the floor', bridge: 'the bridge', middleware_in: 'the inlet of the middleware',
  middleware_out: 'the outlet of the middleware', record_in: 'the inlet of the ERP',
  record: 'the books',
};
// Findings that count against nobody, where a result does not say it of each.
const kBlameless = new Set(['in_flight', 'foreign', 'opening_difference', 'rounding', 'misreported',
                            'reversed']);
const kMostDeeds = 6;

function hop_name(hop) {
  return kHopNames[hop] ?? spaced(hop);
}

// How many findings of a kind count against the systems.
function against(row) {
  return row.against ?? (kBlameless.has(row.class) ? 0 : row.count);
}

function between(row) {
  return `between ${hop_name(row.last_right)} and ${hop_name(row.first_wrong)}`;
}

function of_integration(expectation) {
  return /^\/(integration|reconciliation)\//.test(expectation.pointer || '');
}

// The expectation on a figure, if there is one.
function limit_on(result, pointer) {
  return result.expectations.find((each) => each.pointer === pointer);
}

function unexplained(audit) {
  const parts = [];
  if (audit.residual > 0) parts.push(plural(audit.residual, 'position', 'positions') + ' of stock');
  if (audit.unattributed > 0) parts.push(plural(audit.unattributed, 'finding', 'findings'));
  if (audit.residual_value > 0) parts.push(money(audit.residual_value, audit.value.currency));
  return parts.join(', ');
}

function integration_verdict(result) {
  const audit = result.reconciliation;
  const checks = result.expectations.filter(of_integration);
  const failed = checks.filter((each) => !each.passed).length;
  const open = unexplained(audit);
  if (open) return {good: false, title: `Not passed: the audit leaves ${open} unexplained`};
  if (failed > 0) {
    return {good: false,
            title: `Not passed: ${failed} of ${plural(checks.length, 'check', 'checks')} failed`};
  }
  if (audit.against_stack > 0) {
    const findings = plural(audit.against_stack, 'finding', 'findings');
    return {good: null, title: `${findings} against the systems: to be mended or accepted`};
  }
  if (audit.findings > 0) {
    return {good: true, title: 'Passed: nothing counts against the systems'};
  }
  return {good: true, title: 'Passed: every posting is in the books, once and as it happened'};
}

// "8,514.00 EUR too much inventory and 20.00 EUR too little work in process"; empty where neither.
function too_much(effect, currency) {
  return [['inventory', 'inventory'], ['wip', 'work in process']]
      .filter(([key]) => effect[key] !== 0)
      .map(([key, what]) => `${money(Math.abs(effect[key]), currency)} too ` +
           `${effect[key] > 0 ? 'much' : 'little'} ${what}`)
      .join(' and ');
}

// The same in short, behind other words.
function effect_words(effect, currency) {
  return [['inventory', 'inventory'], ['wip', 'work in process']]
      .filter(([key]) => effect[key] !== 0)
      .map(([key, what]) => `, ${what} ${signed_money(effect[key], currency)}`)
      .join('');
}

// What is wrong, most first, and between whom it arose.
function deeds(result, figures) {
  const value = result.reconciliation.value;
  const rows = figures.hops.filter((row) => against(row) > 0)
      .sort((a, b) => against(b) - against(a));
  const words = rows.slice(0, kMostDeeds).map((row) => {
    const off = value && value.by_class[row.class];
    const effect = off ? effect_words(off, value.currency) : '';
    return `To be mended: ${spaced(row.class)}, ${plural(against(row), 'finding', 'findings')} ` +
        between(row) + effect;
  });
  if (rows.length > kMostDeeds) {
    words.push(`and ${plural(rows.length - kMostDeeds, 'other kind', 'other kinds')} of findings`);
  }
  return words;
}

function blame_sentence(figures) {
  const guilty = new Map();
  for (const row of figures.hops.filter((each) => against(each) > 0)) {
    guilty.set(between(row), (guilty.get(between(row)) ?? 0) + against(row));
  }
  const floor = figures.hops.filter((row) => row.class === 'misreported')
      .reduce((sum, row) => sum + row.count, 0);
  const words = [...guilty].map(([where, count]) => `${number(count)} arose ${where}`);
  if (floor > 0) words.push(`${number(floor)} are reports of the floor that were not the truth`);
  return words.length > 0 ? `Who is to blame: of the findings ${words.join(', ')}.` : '';
}

function accuracy_sentence(audit) {
  const words = `${number(audit.matched)} of ${number(audit.postings)} postings are booked as ` +
      'they happened';
  const stock = audit.inventory_accuracy;
  if (!stock || stock.positions === null) return words + '.';
  return `${words}; ${percent(stock.positions)} of the positions of stock are right.`;
}

function value_sentence(audit) {
  const value = audit.value;
  if (!value) return '';
  const off = too_much({inventory: value.inventory.difference, wip: value.wip.difference},
                       value.currency);
  if (!off) return 'Plant and books are worth the same.';
  const all = audit.residual_value === 0 ? '; every cent of it is explained' : '';
  return `The books have ${off}${all}.`;
}

function check_words(each) {
  const read = (value) => typeof value === 'boolean' ? (value ? 'yes' : 'no') :
      read_value(value, each.pointer || '');
  const limit = each.passed || typeof each.limit === 'boolean' ? '' : `, limit ${read(each.limit)}`;
  return `${each.name}: ${read(each.actual)}${limit}`;
}

// A line at the top of the page that leads here.
function link_to_verdict(verdict) {
  const line = element('li', 'Integration: ');
  const link = element('a', verdict.title);
  link.href = '#go-live';
  line.append(link);
  return line;
}

function show_integration_verdict(result, figures) {
  const verdict = integration_verdict(result);
  const good = verdict.good;
  by_id('go-live').classList.add(good === null ? 'neutral' : good ? 'passed' : 'not-passed');
  by_id('go-live-badge').textContent = good === null ? '!' : good ? '\u2713' : '\u2715';
  by_id('go-live-title').textContent = verdict.title;
  by_id('sentences').append(link_to_verdict(verdict));
  const audit = result.reconciliation;
  const sentences = [accuracy_sentence(audit), value_sentence(audit),
                     blame_sentence(figures)].filter(Boolean);
  by_id('go-live-sentences').replaceChildren(...sentences.map((text) => element('li', text)));
  by_id('go-live-deeds').replaceChildren(
      ...deeds(result, figures).map((text) => element('li', text)));
  by_id('go-live-checks').replaceChildren(
      ...result.expectations.filter(of_integration).map((each) =>
        element('li', check_words(each), each.passed ? 'check-met' : 'check-missed')));
}
