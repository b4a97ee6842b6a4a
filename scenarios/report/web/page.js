'use strict';

// The head of the page, the key figures, and what is drawn where.

const kEndings = {
  stopped: 'Stopped before the end: figures are as of then.',
  deadlock: 'The plant is deadlocked.',
  stalled: 'Nothing can happen any more, and lots wait.',
  endless_rounds: 'An instant does not end.',
};

function show_head(result, clock) {
  by_id('title').textContent = result.title;
  by_id('facts').textContent = [
    `${clock.text(0)} to ${clock.text(result.simulated_s)} (${clock.zone})`,
    `${duration(result.simulated_s)} simulated`,
    result.window.from_s > 0 ? `measured after ${duration(result.window.from_s)}` : '',
    `plant ${result.plant}`, `scenario ${result.scenario}`, `seed ${result.seed}`,
  ].filter(Boolean).join('  \u00b7  ');
  by_id('foot').textContent = `planttwin ${result.planttwin}, replication ${result.replication}, ` +
      `${number(result.events)} events, time zones ${result.tzdata}, input ${result.input_sha256}`;
}

function verdict_title(result) {
  const all = result.expectations.length;
  const failed = result.expectations.filter((each) => !each.passed).length;
  if (kEndings[result.end.reason]) return kEndings[result.end.reason];
  if (failed === 0 && !result.passed && result.reconciliation?.against_stack > 0) {
    return integration_verdict(result).title;
  }
  if (all === 0) return 'Done; the scenario states no expectations';
  if (failed > 0) return `${failed} of ${plural(all, 'expectation', 'expectations')} failed`;
  return all === 1 ? 'The expectation is met' : `All ${all} expectations met`;
}

// Share of the time on shift in which the machines neither lacked anything nor were blocked. The
// longest active is the bottleneck (Roser, Nakano and Tanaka 2001, active periods).
function active_share(center) {
  const states = center.states;
  const active = ['processing', 'setup', 'loading', 'down', 'waiting_crew', 'maintenance'];
  const on_shift = 1 - (states.off_shift ?? 0);
  return on_shift > 0 ? active.reduce((sum, state) => sum + (states[state] ?? 0), 0) / on_shift : 0;
}

function bottleneck_sentence(result) {
  const share = (name) => active_share(result.work_centers[name]);
  const name = busiest(result).filter((each) => result.work_centers[each].utilization > 0)
      .reduce((best, each) => best === '' || share(each) > share(best) + 1e-9 ? each : best, '');
  if (name === '') return '';
  const center = result.work_centers[name];
  const stops = (center.states.down ?? 0) + (center.states.waiting_crew ?? 0);
  const down = stops < 0.02 ? '' : `, ${percent(stops)} down`;
  const wait = center.wait_s.mean === null ? '' : `, mean wait ${duration(center.wait_s.mean)}`;
  return `Bottleneck: ${name}, ${percent(center.utilization)} utilised${down}${wait}.`;
}

function orders_sentence(result) {
  const orders = result.orders;
  const due = orders.with_due + orders.late_open;
  if (due === 0) return `${plural(orders.completed, 'order', 'orders')} completed.`;
  const open = orders.late_open > 0 ? `; ${number(orders.late_open)} open and late` : '';
  return `On time: ${number(orders.on_time)} of ${number(due)} orders that were due${open}.`;
}

function downtime_sentence(figures) {
  const cause = figures && figures.downtime.causes[0];
  if (!cause || cause.down_s === 0) return '';
  const mode = cause.mode ? ` (${cause.mode})` : '';
  return `Most downtime: ${cause.work_center}${mode}, ${duration(cause.down_s)} in ` +
      `${plural(cause.stops, 'stop', 'stops')}.`;
}

function show_verdict(result, figures) {
  const stated = result.expectations.length > 0 || kEndings[result.end.reason];
  by_id('verdict').classList.add(!result.passed ? 'not-passed' : stated ? 'passed' : 'neutral');
  by_id('badge').textContent = !result.passed ? '\u2715' : stated ? '\u2713' : '\u2014';
  by_id('verdict-title').textContent = verdict_title(result);
  const sentences = [bottleneck_sentence(result), orders_sentence(result),
                     downtime_sentence(figures)].filter(Boolean);
  by_id('sentences').replaceChildren(...sentences.map((text) => element('li', text)));
  const failed = result.expectations.filter((each) => !each.passed).map((each) =>
    `Failed: ${each.name}: found ${read_value(each.actual, each.pointer || '')}, ` +
    `limit ${read_value(each.limit, each.pointer || '')}`);
  by_id('failed').replaceChildren(
      ...[...failed, ...result.end.cycle].map((text) => element('li', text)));
}

function show_cards(result) {
  const kpis = result.kpis;
  const units = new Set(Object.values(result.products).map((product) => product.unit));
  const unit = units.size === 1 ? `${[...units][0]}/h` : '/h';
  const cards = [
    ['Throughput', number(kpis.throughput_per_h), unit, 'of end products', kpis.throughput_per_h],
    ['Lots completed', number(kpis.lots_per_h), '/h', 'of all products', kpis.lots_per_h],
    ['Work in process', number(kpis.wip_mean), 'lots', 'mean', kpis.wip_mean],
    ['Schedule adherence', percent(kpis.schedule_adherence), '', 'orders on time',
     kpis.schedule_adherence],
    ['First pass yield', percent(kpis.first_pass_yield), '', 'no rework or scrap',
     kpis.first_pass_yield],
    ['Utilization', percent(kpis.utilization), '', 'of time on shift', kpis.utilization],
    ['OEE', percent(kpis.oee), '', 'of all machines', kpis.oee],
    ['Makespan', duration(kpis.makespan_s), '', 'until all was done', kpis.makespan_s],
    ['Orders completed', number(result.orders.completed), '',
     `${number(result.orders.released)} released`, result.orders.completed],
  ].filter((card) => card[4] !== null && card[4] !== undefined);
  by_id('cards').replaceChildren(...cards.map(([name, value, small, more]) => {
    const card = element('div', undefined, 'card');
    const line = element('div', value, 'value');
    if (small) line.append(element('small', small));
    card.append(element('div', name, 'name'), line, element('div', more, 'more'));
    return card;
  }));
}

function show_centers_charts(result, figures, clock) {
  const names = busiest(result);
  const button = by_id('all-centers');
  let all = names.length <= kRows + 5;
  const show = () => {
    const shown = all ? names : names.slice(0, kRows);
    draw_states(result, shown);
    if (figures) draw_queues(figures, shown, clock);
    button.textContent = all ? `Show the ${kRows} busiest` : `Show all ${names.length}`;
  };
  button.hidden = all;
  button.addEventListener('click', () => {
    all = !all;
    show();
  });
  show();
}

function show_selected(id, items, draw_item, empty) {
  const select = by_id(`${id}-product`);
  if (items.length === 0) {
    select.parentElement.hidden = true;
    nothing(id, empty);
    return;
  }
  fill_select(select, items.map((item, i) => [i, item.name]));
  select.addEventListener('change', () => draw_item(Number(select.value)));
  draw_item(0);
}

function show_log_charts(result, figures, clock) {
  draw_wip(figures, clock, result.simulated_s);
  figures.cycle_times.sort((a, b) => b.n - a.n || a.name.localeCompare(b.name));
  show_selected('cycle', figures.cycle_times, (i) => draw_cycle(figures, i),
                'No lot was completed.');
  show_selected('flow', figures.flow, (i) => draw_flow(figures, i), 'Nothing flowed.');
  draw_downtime(figures);
  draw_lateness(figures);
  show_worst(figures, clock);
  if (figures.gantt.days.length > 0) new GanttView(figures, result, clock);
}

function show_picture(source) {
  by_id('plant').hidden = !source;
  if (!source) return;
  const picture = element('img', undefined, 'plant-picture');
  picture.alt = 'The plant with its lots and the states of its machines';
  picture.src = source;
  by_id('plant').append(picture);
}

function start() {
  const {result, figures, integration, picture} = JSON.parse(by_id('data').textContent);
  const clock = new WallClock(result, figures);
  show_head(result, clock);
  show_verdict(result, figures);
  show_cards(result);
  show_picture(picture);
  by_id('no-log').hidden = Boolean(figures);
  document.querySelectorAll('.needs-log').forEach((panel) => {
    panel.hidden = !figures;
  });
  show_centers_charts(result, figures, clock);
  if (figures) show_log_charts(result, figures, clock);
  show_products(result);
  show_centers(result);
  show_integration(result, integration, clock);
  show_expectations(result);
  const resize = () => charts.forEach((chart) => chart.resize());
  window.addEventListener('resize', resize);
  window.addEventListener('beforeprint', resize);
}

start();
