'use strict';

// The way from what the plant is worth to what the books say: one step for each class of findings.

const kValueColors = {up: '#e08a3c', down: '#8a6bb0', sum: '#3b7dbf'};
const kMostSteps = 14;

// {name, from, to} of every class that moved an account, most first, and the sum of all.
function value_steps(value, account) {
  const amounts = Object.entries(value.by_class)
      .map(([name, effect]) => ({name: spaced(name), amount: effect[account]}))
      .filter((each) => each.amount !== 0)
      .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
  const shown = amounts.slice(0, kMostSteps);
  const others = amounts.slice(kMostSteps).reduce((sum, each) => sum + each.amount, 0);
  if (others !== 0) shown.push({name: 'others', amount: others});
  if (value.rounding[account] !== 0) {
    shown.push({name: 'rounding of single postings', amount: value.rounding[account]});
  }
  let level = 0;
  const steps = shown.map((each) => {
    const from = level;
    level += each.amount;
    return {...each, from, to: level, color: each.amount > 0 ? kValueColors.up : kValueColors.down};
  });
  const difference = value[account].difference;
  return [...steps, {name: 'books less plant', amount: difference, from: 0, to: difference,
                     color: kValueColors.sum}];
}

function bar_with_label(steps, currency) {
  return (params, api) => {
    const step = steps[params.dataIndex];
    const from = api.coord([step.from, params.dataIndex]);
    const to = api.coord([step.to, params.dataIndex]);
    const height = Math.min(22, api.size([0, 1])[1] * 0.6);
    const left = Math.min(from[0], to[0]);
    const right = Math.max(from[0], to[0], left + 2);
    return {type: 'group', children: [
      {type: 'rect', style: {fill: step.color},
       shape: {x: left, y: from[1] - height / 2, width: right - left, height}},
      {type: 'text', style: {text: signed_money(step.amount, currency), x: right + 6, y: from[1],
                             verticalAlign: 'middle', fill: kInk, fontSize: 12}},
    ]};
  };
}

function draw_waterfall(id, value, account) {
  const steps = value_steps(value, account);
  if (steps.length === 1 && steps[0].amount === 0) return nothing(id, 'No difference.');
  const ends = steps.flatMap((step) => [step.from, step.to]);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const room = (high - low) * 0.45;  // for the label of the longest bar
  draw(chart_in(id, 70 + 34 * steps.length), {
    grid: {left: 8, right: 12, top: 8, bottom: 28, containLabel: true},
    tooltip: {formatter: (point) => `<b>${escaped(steps[point.dataIndex].name)}</b><br>` +
        escaped(signed_money(steps[point.dataIndex].amount, value.currency))},
    xAxis: {type: 'value', min: low, max: high + room, ...axis,
            axisLabel: {color: kSoft, formatter: number, hideOverlap: true,
                        showMinLabel: false, showMaxLabel: false}},
    yAxis: {type: 'category', inverse: true, data: steps.map((step) => step.name), ...axis,
            splitLine: {show: false}, axisLabel: {color: kInk, interval: 0}},
    series: [{type: 'custom', encode: {x: [0, 1], y: 2},
              renderItem: bar_with_label(steps, value.currency),
              data: steps.map((step, i) => [step.from, step.to, i])}],
  });
}

function show_accounts(value) {
  const rows = [['Inventory', value.inventory], ['Work in process and variances', value.wip],
                ['of that, left of closed orders', value.variance]]
      .map(([name, both], place) => ({name, place, ...both}));
  const whole = (each) => money(each, value.currency);
  show_table(by_id('accounts'), [
    {title: 'At standard cost', value: (row) => row.place, text: (place, row) => row.name,
     left: true},
    {title: 'Plant', value: (row) => row.truth, text: whole},
    {title: 'Books', value: (row) => row.books, text: whole},
    {title: 'Books less plant', value: (row) => row.difference,
     text: (each) => signed_money(each, value.currency),
     mark: (row) => row.difference === 0 ? '' : 'missed'},
  ], rows, 0, false);
}

function explained_words(row) {
  return Object.entries(row.explained)
      .map(([name, amount]) => `${spaced(name)} ${signed_amount(amount)}`)
      .join(', ') || (row.difference === 0 ? '-' : 'rounding');
}

function show_order_costs(orders, currency) {
  by_id('order-costs-part').hidden = !orders || orders.length === 0;
  if (!orders || orders.length === 0) return;
  by_id('order-costs-about').textContent = `In ${currency}; those in which the books differ most ` +
      'come first. What is left is work in process, or the variance when the order is closed.';
  const by_products = orders.some((row) => row.truth.by_products !== 0);
  const columns = [
    {title: 'Order', value: (row) => row.order, left: true},
    {title: 'Components', value: (row) => row.truth.materials, text: amount},
    {title: 'Machine time', value: (row) => row.truth.activities, text: amount},
    by_products && {title: 'By-products', value: (row) => 0 - row.truth.by_products, text: amount},
    {title: 'Products', value: (row) => row.truth.products, text: amount},
    {title: 'Left', value: (row) => row.truth.balance, text: amount},
    {title: 'In the books', value: (row) => row.books.balance, text: amount},
    {title: 'Difference', value: (row) => Math.abs(row.difference),
     text: (value, row) => signed_amount(row.difference),
     mark: (row) => row.difference === 0 ? '' : 'missed'},
    {title: 'By', value: explained_words, left: true},
    {title: 'Closed', value: (row) => row.truth.closed ? 'yes' : 'open', left: true},
  ].filter(Boolean);
  const place = columns.findIndex((column) => column.title === 'Difference');
  show_table(by_id('order-costs'), columns, orders, place, true);
}

function show_value(result, figures) {
  const value = result.reconciliation.value;
  const worth = value && [value.inventory, value.wip]
      .some((both) => both.truth !== 0 || both.books !== 0);
  by_id('value-panel').hidden = !worth;
  if (!worth) return;
  show_accounts(value);
  const same = [...Object.values(value.by_class), value.rounding]
      .every((effect) => effect.inventory === 0 && effect.wip === 0);
  by_id('value-steps').hidden = same;
  if (!same) draw_waterfalls(value);
  show_order_costs(figures.orders, value.currency);
}

function draw_waterfalls(value) {
  draw_waterfall('value-inventory', value, 'inventory');
  draw_waterfall('value-wip', value, 'wip');
}
