'use strict';

// A table that sorts by the column that is clicked. Columns are {title, value(row), text(value),
// left, mark(row)}; rows may be anything. What has no value comes last in both directions. With
// `choose` a row can be clicked, or chosen by the keyboard.
function show_table(table, columns, rows, sorted_by, descending, choose) {
  const head = element('tr');
  const body = element('tbody');
  let order = {column: sorted_by, descending: Boolean(descending)};

  function compare(a, b) {
    const x = columns[order.column].value(a);
    const y = columns[order.column].value(b);
    const no_x = x === null || x === undefined;
    const no_y = y === null || y === undefined;
    if (no_x || no_y) return no_x - no_y;
    const less = typeof x === 'string' ? x.localeCompare(y) : x - y;
    return order.descending ? -less : less;
  }

  function cell(column, row) {
    const value = column.value(row);
    const text = column.text ? column.text(value, row) : String(value ?? '-');
    const made = element('td', text, column.left ? '' : 'number');
    const mark = column.mark ? column.mark(row) : '';
    if (mark) made.classList.add(mark);
    return made;
  }

  function let_choose(line, row) {
    line.tabIndex = 0;
    line.classList.add('choice');
    line.addEventListener('click', () => choose(row, line));
    line.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') choose(row, line);
    });
  }

  function draw() {
    [...head.children].forEach((th, i) => {
      th.setAttribute('aria-sort', i !== order.column ? 'none' :
          order.descending ? 'descending' : 'ascending');
    });
    body.replaceChildren(...[...rows].sort(compare).map((row) => {
      const line = element('tr');
      line.append(...columns.map((column) => cell(column, row)));
      if (choose) let_choose(line, row);
      return line;
    }));
  }

  columns.forEach((column, i) => {
    const th = element('th', column.title, column.left ? '' : 'number');
    th.addEventListener('click', () => {
      order = {column: i, descending: order.column === i ? !order.descending : !column.left};
      draw();
    });
    head.append(th);
  });
  const thead = element('thead');
  thead.append(head);
  table.replaceChildren(thead, body);
  draw();
}

function show_products(result) {
  const rows = Object.entries(result.products).map(([name, product]) => ({name, ...product}));
  const amount = (value, row) => `${number(value)} ${row.unit}`;
  show_table(by_id('products'), [
    {title: 'Product', value: (row) => row.name, left: true},
    {title: 'Released', value: (row) => row.released, text: amount},
    {title: 'Completed', value: (row) => row.completed, text: amount},
    {title: 'Scrapped', value: (row) => row.scrapped, text: amount},
    {title: 'In process', value: (row) => row.wip_end, text: amount},
    {title: 'Lots', value: (row) => row.lots, text: number},
    {title: 'On time', value: (row) => row.on_time_fraction, text: percent},
    {title: 'First pass yield', value: (row) => row.first_pass_yield, text: percent},
    {title: 'Cycle time, mean', value: (row) => row.cycle_time_s.mean, text: duration},
    {title: '95 % within', value: (row) => row.cycle_time_s.p95, text: duration},
  ], rows, 5, true);
}

function show_centers(result) {
  const rows = Object.entries(result.work_centers).map(([name, center]) => ({name, ...center}));
  show_table(by_id('centers'), [
    {title: 'Work center', value: (row) => row.name, left: true},
    {title: 'Machines', value: (row) => row.machines, text: number},
    {title: 'Utilization', value: (row) => row.utilization, text: percent},
    {title: 'OEE', value: (row) => row.oee, text: percent},
    {title: 'Down', value: (row) => row.states.down, text: percent},
    {title: 'Blocked', value: (row) => row.states.blocked, text: percent},
    {title: 'Setup', value: (row) => row.states.setup, text: percent},
    {title: 'Lots', value: (row) => row.completed, text: number},
    {title: 'Queue', value: (row) => row.queue_length.mean, text: number},
    {title: 'Longest', value: (row) => row.queue_length.max, text: number},
    {title: 'Mean wait', value: (row) => row.wait_s.mean, text: duration},
    {title: '95 % within', value: (row) => row.wait_s.p95, text: duration},
    {title: 'Failures', value: (row) => row.failures, text: number},
  ], rows, 2, true);
}

// Whether a figure counts seconds; as in human_text.h.
function is_duration(pointer) {
  return /_s(\/(mean|sd|min|max|p\d+))?$/.test(pointer);
}

// A value of a result as a person reads it; its pointer tells what it is.
function read_value(value, pointer) {
  if (value === null) return 'no data';
  if (typeof value !== 'number') return String(value);
  if (is_duration(pointer)) return duration(value);
  const share = /(adherence|yield|oee|utilization|availability|fraction|effectiveness|ratio)$/;
  if (share.test(pointer) || /\/states\//.test(pointer)) return percent(value);
  return number(value);
}

function show_expectations(result) {
  by_id('expectations-panel').hidden = result.expectations.length === 0;
  show_table(by_id('expectations'), [
    {title: 'Expectation', value: (row) => row.name, left: true},
    {title: 'Result', value: (row) => row.passed ? 'met' : 'failed', left: true,
     mark: (row) => row.passed ? 'met' : 'missed'},
    {title: 'Found', value: (row) => row.actual,
     text: (value, row) => read_value(value, row.pointer || '')},
    {title: 'Limit', value: (row) => row.limit,
     text: (value, row) => read_value(value, row.pointer || '')},
  ], result.expectations, 1, false);
}

function show_worst(figures, clock) {
  show_table(by_id('worst'), [
    {title: 'Order', value: (row) => row.name, left: true},
    {title: 'Product', value: (row) => row.product, left: true},
    {title: 'Due', value: (row) => row.due_s, text: (value) => clock.text(value), left: true},
    {title: 'Late by', value: (row) => row.lateness_s, text: duration},
    {title: 'Now', value: (row) => row.open ? 'still open' : 'completed', left: true},
  ], figures.lateness.worst, 3, true);
  if (figures.lateness.worst.length === 0) {
    by_id('worst').replaceWith(element('p', 'No order was late.', 'empty'));
  }
}
