'use strict';

// The schedule of one day: a row for each machine, a bar for each lot, and beside the work the
// states in which the machine could not work.
class GanttView {
  constructor(figures, result, clock) {
    this.gantt = figures.gantt;
    this.clock = clock;
    this.result = result;
    this.products = unpacked36(this.gantt.products);
    this.day_index = this.first_busy_day();
    this.set_up_selectors();
    this.draw();
  }

  // A day in the middle of the measured time shows the plant as it usually is.
  first_busy_day() {
    const middle = (this.result.window.from_s + this.result.window.to_s) / 2;
    const size = (day) => day.what.split(' ').filter((word) => word[0] !== '-').length;
    const sizes = this.gantt.days.map(size);
    const enough = Math.max(...sizes) / 2;
    const good = this.gantt.days.map((_, i) => i).filter((i) => sizes[i] >= enough);
    const distance = (i) => Math.abs(this.gantt.days[i].from_s + 43200 - middle);
    return good.sort((a, b) => distance(a) - distance(b))[0] ?? 0;
  }

  set_up_selectors() {
    const day = by_id('gantt-day');
    fill_select(day, this.gantt.days.map((each, i) =>
      [i, date_text(Date.parse(each.date))]), this.day_index);
    day.addEventListener('change', () => this.go_to(Number(day.value)));
    by_id('day-before').addEventListener('click', () => this.go_to(this.day_index - 1));
    by_id('day-after').addEventListener('click', () => this.go_to(this.day_index + 1));
    const names = busiest(this.result);
    const machines = by_id('gantt-machines');
    const groups = [['*', `all ${this.gantt.machines.length}`],
                    ...names.map((name) => [`=${name}`, name])];
    if (names.length > 12) groups.unshift(['+', 'of the 12 busiest work centers']);
    fill_select(machines, groups);
    machines.addEventListener('change', () => this.draw());
  }

  go_to(index) {
    this.day_index = Math.min(Math.max(index, 0), this.gantt.days.length - 1);
    by_id('gantt-day').value = this.day_index;
    this.draw();
  }

  // Positions of the machines to show.
  rows() {
    const chosen = by_id('gantt-machines').value;
    const center_of = (machine) => machine.slice(0, machine.lastIndexOf('/'));
    const top = busiest(this.result).slice(0, 12);
    return this.gantt.machines.map((_, i) => i).filter((i) => {
      const center = center_of(this.gantt.machines[i]);
      if (chosen === '*') return true;
      return chosen === '+' ? top.includes(center) : chosen === `=${center}`;
    });
  }

  bars(rows) {
    const day = this.gantt.days[this.day_index];
    const row_of = new Map(rows.map((machine, row) => [machine, row]));
    const machine = unpacked36(day.machine);
    const begin = unpacked36(day.begin);
    const length = unpacked36(day.length);
    const what = unpacked36(day.what);
    const bars = [];
    let at = 0;
    machine.forEach((id, i) => {
      at += begin[i];
      if (!row_of.has(id)) return;
      const from = this.clock.at(day.from_s + at);
      bars.push([row_of.get(id), from, from + length[i] * 1000, what[i]]);
    });
    return bars;
  }

  // Colours go to the products with most work on the day.
  colors(bars) {
    const work = new Map();
    bars.filter((bar) => bar[3] >= 0).forEach((bar) => {
      const product = this.products[bar[3]];
      work.set(product, (work.get(product) || 0) + bar[2] - bar[1]);
    });
    const order = [...work.keys()].sort((a, b) => work.get(b) - work.get(a));
    return new Map(order.map((product, i) => [product, kProductColors[i] || kOther]));
  }

  draw() {
    const day = this.gantt.days[this.day_index];
    by_id('day-before').disabled = this.day_index === 0;
    by_id('day-after').disabled = this.day_index === this.gantt.days.length - 1;
    const left_out = this.gantt.all_days - this.gantt.days.length;
    by_id('gantt-about').textContent = `Wall clock of ${this.clock.zone}. Thick bars are ` +
        'work on lots, thin bars other states. Drag the slider or hold Ctrl and turn the wheel ' +
        'to zoom.' + (left_out > 0 ?
        ` The first ${this.gantt.days.length} of ${this.gantt.all_days} days are in the report.` :
        '');
    const rows = this.rows();
    const bars = this.bars(rows);
    const colors = this.colors(bars);
    this.show_legend(colors, bars);
    draw(chart_in('gantt', 110 + 19 * Math.max(rows.length, 4)), {
      grid: {left: 8, right: 16, top: 28, bottom: 56, containLabel: true},
      tooltip: {formatter: (point) => this.tooltip(point.value, rows)},
      xAxis: time_axis({position: 'top', axisLabel: {color: kSoft, formatter: clock_text},
                        min: this.clock.at(day.from_s),
                        max: this.clock.at(day.to_s - 1) + 1000,
                        splitLine: {show: true, lineStyle: {color: '#eef1f4'}}}),
      yAxis: {type: 'category', inverse: true, ...axis, axisLabel: {color: kInk, interval: 0},
              data: rows.map((machine) => this.gantt.machines[machine]),
              splitLine: {show: true, lineStyle: {color: '#f1f3f6'}}},
      dataZoom: [{type: 'inside', filterMode: 'weakFilter', zoomOnMouseWheel: 'ctrl'},
                 {type: 'slider', filterMode: 'weakFilter', height: 20, bottom: 12,
                  labelFormatter: clock_text, showDataShadow: false}],
      series: [this.series(bars.filter((bar) => bar[3] < 0), colors),
               this.series(bars.filter((bar) => bar[3] >= 0), colors)],
    });
  }

  series(bars, colors) {
    return {
      type: 'custom', data: bars, encode: {x: [1, 2], y: 0}, progressive: 0, clip: true,
      renderItem: (params, api) => {
        const what = api.value(3);
        const from = api.coord([api.value(1), api.value(0)]);
        const to = api.coord([api.value(2), api.value(0)]);
        const height = api.size([0, 1])[1] * (what < 0 ? 0.3 : 0.72);
        const fill = what < 0 ? kStateColors[this.gantt.states[-1 - what]] :
            colors.get(this.products[what]);
        const shape = echarts.graphic.clipRectByRect(
            {x: from[0], y: from[1] - height / 2, width: Math.max(to[0] - from[0], 1), height},
            {x: params.coordSys.x, y: params.coordSys.y, width: params.coordSys.width,
             height: params.coordSys.height});
        return shape && {type: 'rect', shape,
                         style: {fill, stroke: '#fff', lineWidth: shape.width > 4 ? 1 : 0}};
      },
    };
  }

  tooltip(bar, rows) {
    const machine = escaped(this.gantt.machines[rows[bar[0]]]);
    const span = `${clock_text(bar[1])} to ${clock_text(bar[2])}, ` +
        duration((bar[2] - bar[1]) / 1000);
    const what = bar[3] < 0 ? escaped(spaced(this.gantt.states[-1 - bar[3]])) :
        `lot ${escaped(this.gantt.lots[bar[3]])}<br>` +
        escaped(this.gantt.materials[this.products[bar[3]]] ?? '');
    return `<b>${machine}</b><br>${what}<br>${span}`;
  }

  show_legend(colors, bars) {
    const entries = [...colors].slice(0, kProductColors.length).map(([product, color]) =>
      [this.gantt.materials[product], color]);
    if (colors.size > entries.length) entries.push(['other products', kOther]);
    const states = new Set(bars.filter((bar) => bar[3] < 0).map((bar) => -1 - bar[3]));
    for (const state of states) {
      const name = this.gantt.states[state];
      entries.push([spaced(name), kStateColors[name], true]);
    }
    by_id('gantt-legend').replaceChildren(...entries.map(([name, color, thin]) => {
      const entry = element('span');
      const mark = element('i', undefined, thin ? 'thin' : '');
      mark.style.background = color;
      entry.append(mark, name);
      return entry;
    }));
  }
}
