"use strict";

const { result, log } = JSON.parse(document.getElementById("data").textContent);
const stateColors = {
  processing: "#2e8b57", setup: "#e0a030", loading: "#8fc9a3", blocked: "#8e5ea2", down: "#c0392b",
  waiting_crew: "#e57368", maintenance: "#3d7ea6", held: "#7f4f24", waiting_material: "#d98880",
  waiting_labor: "#c39bd3", waiting_tool: "#a9cce3", waiting_carrier: "#f5cba7",
  waiting_system: "#999", off_shift: "#cfd8e1", idle: "#eceff3",
};
const element = (id) => document.getElementById(id);
const words = (name) => name.replaceAll("_", " ");

// --- numbers as a person writes them -----------------------------------------------------------

function rounded(value, digits = 3) {
  if (value === null || value === undefined) return "–";
  return Number(value).toLocaleString("en", { maximumSignificantDigits: digits });
}
const percent = (value) => (value === null || value === undefined ? "–" : (value * 100).toFixed(1) + " %");
function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const size = Math.abs(seconds);
  if (size >= 2 * 86400) return rounded(seconds / 86400) + " d";
  if (size >= 2 * 3600) return rounded(seconds / 3600) + " h";
  if (size >= 120) return rounded(seconds / 60) + " min";
  return rounded(seconds) + " s";
}
// An instant of the run, in UTC.
function instant(seconds, withTime = true) {
  if (!log) return rounded(seconds / 86400) + " d";
  const text = new Date(log.start_ms + seconds * 1000).toISOString();
  return withTime ? text.slice(0, 16).replace("T", " ") : text.slice(0, 10);
}

// --- tables ------------------------------------------------------------------------------------

// columns: [title, value of a row, text of a value]. A click on a title sorts.
function table(place, columns, rows) {
  const head = document.createElement("tr");
  const body = document.createElement("tbody");
  const fill = () => {
    body.replaceChildren(...rows.map((row) => {
      const line = document.createElement("tr");
      for (const [, value, text] of columns) {
        const cell = document.createElement("td");
        cell.textContent = (text || String)(value(row));
        if (cell.textContent === "met" || cell.textContent === "missed") cell.className = cell.textContent;
        line.append(cell);
      }
      return line;
    }));
  };
  columns.forEach(([title, value], index) => {
    const cell = document.createElement("th");
    cell.textContent = title;
    cell.onclick = () => {
      const rising = cell.getAttribute("aria-sort") === "descending";
      for (const other of head.children) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", rising ? "ascending" : "descending");
      rows.sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        const order = typeof x === "string" ? x.localeCompare(y) : (x ?? -Infinity) - (y ?? -Infinity);
        return rising ? order : -order;
      });
      fill();
    };
    head.append(cell);
  });
  const sheet = document.createElement("table");
  const header = document.createElement("thead");
  header.append(head);
  sheet.append(header, body);
  fill();
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.append(sheet);
  element(place).append(scroll);
}

// --- charts ------------------------------------------------------------------------------------

const charts = [];
function chart(place, option) {
  const drawn = echarts.init(element(place));
  drawn.setOption({ animation: false, textStyle: { fontFamily: "DejaVu Sans, system-ui, sans-serif" },
    color: ["#2f6f9f", "#e08e3c", "#4c9f70", "#b5525c", "#7a6bb0", "#8c6d4f", "#c77fb0", "#5f6b76", "#a8a83c", "#3fa7b5"],
    grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true }, ...option });
  charts.push(drawn);
  return drawn;
}
function nothing(place, text) {
  const note = document.createElement("div");
  note.className = "nothing";
  note.textContent = text;
  element(place).replaceWith(note);
}
const needsLog = "This chart needs the event log: run with --trace full.";

function drawWip() {
  if (!log) return nothing("wip", needsLog);
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  const lines = [...log.wip].sort((a, b) => sum(b.values) - sum(a.values));
  const shown = lines.slice(0, 9).map((l) => ({ name: log.materials[l.material], values: l.values }));
  const rest = lines.slice(9);
  if (rest.length) {
    shown.push({ name: rest.length + " others", values: rest[0].values.map((_, i) => rest.reduce((a, l) => a + l.values[i], 0)) });
  }
  chart("wip", {
    tooltip: { trigger: "axis", valueFormatter: (v) => rounded(v) }, legend: { type: "scroll", top: 0 },
    xAxis: { type: "category", boundaryGap: false, data: shown.length ? shown[0].values.map((_, i) => instant((i + 1) * log.bin_s)) : [] },
    yAxis: { type: "value", name: "units" },
    series: shown.map((l) => ({ name: l.name, type: "line", stack: "wip", areaStyle: { opacity: 0.75 }, lineStyle: { width: 1 }, symbol: "none", data: l.values })),
  });
}

const centers = Object.entries(result.work_centers).map(([id, c]) => ({ id, ...c }))
  .sort((a, b) => b.utilization - a.utilization);

function drawStates() {
  const rows = centers.slice(0, 40).reverse();
  const states = Object.keys(stateColors).filter((s) => rows.some((c) => (c.states[s] || 0) > 0));
  element("states").style.height = Math.max(260, rows.length * 17 + 90) + "px";
  chart("states", {
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: percent }, legend: { type: "scroll", top: 0 },
    xAxis: { type: "value", max: 1, axisLabel: { formatter: (v) => v * 100 + " %" } },
    yAxis: { type: "category", data: rows.map((c) => c.id), axisLabel: { fontSize: 11, interval: 0 } },
    series: states.map((s) => ({ name: words(s), type: "bar", stack: "states", color: stateColors[s], data: rows.map((c) => c.states[s] || 0) })),
  });
}

function drawQueues() {
  if (!log || !log.queues.length) return nothing("queues", log ? "No lot ever waited." : needsLog);
  const worst = (l) => l.values.reduce((a, b) => a + b, 0);
  const lines = [...log.queues].sort((a, b) => worst(b) - worst(a)).slice(0, 40).reverse();
  const cells = [];
  let most = 0;
  lines.forEach((l, y) => l.values.forEach((v, x) => { if (v > 0) { cells.push([x, y, v]); most = Math.max(most, v); } }));
  element("queues").style.height = Math.max(260, lines.length * 17 + 90) + "px";
  const drawn = chart("queues", {
    tooltip: { formatter: (p) => `${echarts.format.encodeHTML(log.work_centers[lines[p.value[1]].work_center])}<br>${instant(p.value[0] * log.bin_s)}: ${rounded(p.value[2])} lots` },
    grid: { left: 8, right: 24, top: 10, bottom: 50, containLabel: true },
    xAxis: { type: "category", data: lines[0].values.map((_, i) => instant(i * log.bin_s, false)), axisLabel: { interval: 19 } },
    yAxis: { type: "category", data: lines.map((l) => log.work_centers[l.work_center]), axisLabel: { fontSize: 11, interval: 0 } },
    visualMap: { min: 0, max: most, calculable: true, orient: "horizontal", left: "center", bottom: 0, itemHeight: 160, text: ["lots", ""], inRange: { color: ["#eef4f8", "#f4d58d", "#e08e3c", "#b5322a"] } },
    series: [{ type: "heatmap", data: cells, progressive: 0 }],
  });
  return drawn;
}

function drawCycles() {
  if (!log || !log.cycle_times.length) {
    element("product").remove();
    return nothing("cycles", log ? "No lot was completed." : needsLog);
  }
  const drawn = chart("cycles", {});
  const select = element("product");
  log.cycle_times.forEach((c, i) => select.add(new Option(log.materials[c.material], i)));
  const show = () => {
    const c = log.cycle_times[select.value];
    const figures = (result.products[log.materials[c.material]] || {}).cycle_time_s || {};
    drawn.setOption({
      title: { text: `mean ${duration(figures.mean)}   p50 ${duration(figures.p50)}   p95 ${duration(figures.p95)}`, textStyle: { fontSize: 13, fontWeight: "normal" }, left: 8 },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      xAxis: { type: "category", data: c.counts.map((_, i) => duration(c.low + (i + 0.5) * c.width)) },
      yAxis: { type: "value", name: "lots", minInterval: 1 },
      series: [{ type: "bar", name: "lots", barCategoryGap: "8%", data: c.counts }],
    });
  };
  select.onchange = show;
  show();
}

function drawGantt() {
  const days = log ? log.jobs.days : [];
  if (!days.some((d) => d.length)) {
    element("day").remove();
    return nothing("gantt", log ? "No machine worked." : needsLog);
  }
  const select = element("day");
  days.forEach((d, i) => { if (d.length) select.add(new Option(instant(i * 86400, false), i)); });
  element("gantt-note").textContent = "Times from the begin of the day of the run" + (log.jobs.cut ? "; a long log: the first days are shown." : ".") + " Drag or scroll to zoom.";
  const drawn = chart("gantt", {});
  const palette = ["#2f6f9f", "#e08e3c", "#4c9f70", "#b5525c", "#7a6bb0", "#8c6d4f", "#c77fb0", "#5f6b76", "#a8a83c", "#3fa7b5"];
  const show = () => {
    const raw = days[select.value];
    const jobs = [];
    for (let i = 0; i < raw.length; i += 4) jobs.push(raw.slice(i, i + 4));
    const used = [...new Set(jobs.map((j) => j[0]))].sort((a, b) => b - a);
    const row = new Map(used.map((m, i) => [m, i]));
    const base = log.start_ms + select.value * 86400000;
    element("gantt").style.height = Math.min(2200, Math.max(320, used.length * 15 + 90)) + "px";
    drawn.resize();
    drawn.setOption({
      grid: { left: 8, right: 40, top: 10, bottom: 46, containLabel: true },
      tooltip: { formatter: (p) => `${echarts.format.encodeHTML(log.machines[p.value[4]])}<br>${echarts.format.encodeHTML(log.materials[p.value[3]])}<br>${new Date(p.value[1]).toISOString().slice(11, 19)} to ${new Date(p.value[2]).toISOString().slice(11, 19)}` },
      xAxis: { type: "time", min: base, max: base + 86400000, axisLabel: { formatter: (v) => new Date(v).toISOString().slice(11, 16) } },
      yAxis: { type: "category", data: used.map((m) => log.machines[m]), axisLabel: { fontSize: 10, interval: 0 } },
      dataZoom: [{ type: "slider", height: 18, bottom: 8, filterMode: "weakFilter", labelFormatter: (v) => new Date(v).toISOString().slice(11, 16) }, { type: "inside", filterMode: "weakFilter", zoomOnMouseWheel: "ctrl" }],
      series: [{
        type: "custom", clip: true, encode: { x: [1, 2], y: 0 },
        data: jobs.map((j) => [row.get(j[0]), base + j[1] * 1000, base + j[2] * 1000, j[3], j[0]]),
        renderItem: (params, api) => {
          const from = api.coord([api.value(1), api.value(0)]);
          const to = api.coord([api.value(2), api.value(0)]);
          const height = api.size([0, 1])[1] * 0.7;
          return { type: "rect", shape: { x: from[0], y: from[1] - height / 2, width: Math.max(1, to[0] - from[0]), height }, style: { fill: palette[api.value(3) % palette.length] } };
        },
      }],
    }, { replaceMerge: ["series"] });
  };
  select.onchange = show;
  show();
}

function drawFlow() {
  if (!log || !log.flow.links.length) return nothing("flow", log ? "Nothing moved." : needsLog);
  const special = { Release: "#17324d", Completed: "#2e8b57", Scrap: "#c0392b", Rework: "#e0a030" };
  chart("flow", {
    tooltip: { valueFormatter: (v) => rounded(v, 4) + " units" },
    series: [{
      type: "sankey", left: 12, right: 130, top: 12, bottom: 12, nodeGap: 10, layoutIterations: 64, emphasis: { focus: "adjacency" }, lineStyle: { color: "source", opacity: 0.35 }, label: { fontSize: 11 },
      data: log.flow.nodes.map((n) => (special[n.name] ? { ...n, itemStyle: { color: special[n.name] } } : n)), links: log.flow.links,
    }],
  });
}

function drawLateness() {
  const hours = log ? log.lateness.hours : [];
  if (!hours.length) return nothing("lateness", log ? "No order with a due date was completed." : needsLog);
  const low = Math.min(...hours), high = Math.max(...hours);
  const width = Math.max((high - low) / 30, 0.1);
  const counts = new Array(Math.floor((high - low) / width) + 1).fill(0);
  for (const h of hours) counts[Math.floor((h - low) / width)] += 1;
  const middle = (i) => low + (i + 0.5) * width;
  chart("lateness", {
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
    xAxis: { type: "category", name: "completed before (-) or after due", nameLocation: "middle", nameGap: 28, data: counts.map((_, i) => duration(middle(i) * 3600)) },
    yAxis: { type: "value", name: "orders", minInterval: 1 },
    grid: { left: 8, right: 24, top: 36, bottom: 30, containLabel: true },
    series: [{ type: "bar", name: "orders", barCategoryGap: "8%", data: counts.map((c, i) => ({ value: c, itemStyle: { color: middle(i) > 0 ? "#b5525c" : "#4c9f70" } })) }],
  });
  const late = log.lateness.worst.filter((w) => w.late > 0);
  if (late.length) {
    table("worst", [["latest orders", (w) => w.order], ["product", (w) => w.product], ["completed", (w) => w.completed, (v) => instant(v)], ["late by", (w) => w.late, duration]], late);
  }
}

function drawDowntime() {
  if (!log || !log.downtime.length) return nothing("downtime", log ? "Nothing broke down." : needsLog);
  const total = log.downtime.reduce((a, d) => a + d.down_s, 0);
  let sum = 0;
  const share = log.downtime.map((d) => (sum += d.down_s) / total);
  chart("downtime", {
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } }, legend: { top: 0 },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: log.downtime.map((d) => d.name), axisLabel: { rotate: 45, fontSize: 10, width: 130, overflow: "truncate" } },
    yAxis: [{ type: "value", name: "hours down" }, { type: "value", max: 1, axisLabel: { formatter: (v) => v * 100 + " %" }, splitLine: { show: false } }],
    series: [
      { name: "hours down", type: "bar", data: log.downtime.map((d) => d.down_s / 3600), color: "#c0392b", tooltip: { valueFormatter: (v) => duration(v * 3600) } },
      { name: "cumulative share", type: "line", yAxisIndex: 1, data: share, color: "#17324d", tooltip: { valueFormatter: percent } },
    ],
  });
}

// --- the page ----------------------------------------------------------------------------------

function cards() {
  const k = result.kpis;
  const list = [
    ["throughput", k.throughput_per_h !== null && k.throughput_per_h !== undefined ? rounded(k.throughput_per_h) + " /h" : k.lots_per_h !== undefined ? rounded(k.lots_per_h) + " lots/h" : "–"],
    ["work in process", rounded(k.wip_mean) + " lots"], ["utilization, mean", percent(k.utilization)],
    ["schedule adherence", percent(k.schedule_adherence)], ["first pass yield", percent(k.first_pass_yield)],
    ["OEE", percent(k.oee)], ["orders completed", rounded(result.orders.completed, 6)], ["open orders late", rounded(result.orders.late_open, 6)],
  ];
  if (k.makespan_s !== null && k.makespan_s !== undefined) list.push(["makespan", duration(k.makespan_s)]);
  for (const [name, value] of list) {
    if (value.startsWith("–")) continue;
    const card = document.createElement("div");
    card.className = "card";
    const figure = document.createElement("b");
    figure.textContent = value;
    const label = document.createElement("span");
    label.textContent = name;
    card.append(figure, label);
    element("cards").append(card);
  }
}

function heading() {
  document.title = `${result.title || result.scenario} · planttwin`;
  element("title").textContent = result.title || result.scenario;
  const window = result.window;
  element("subtitle").textContent = `${duration(window.to_s - window.from_s)} measured` + (log ? ` from ${instant(window.from_s)} UTC` : "") + `, seed ${result.seed}, ended: ${words(result.end.reason)}`;
  const met = result.expectations.filter((e) => e.passed).length;
  const verdict = element("verdict");
  verdict.classList.toggle("failed", !result.passed);
  verdict.textContent = result.expectations.length ? `${met} of ${result.expectations.length} expectations met` : result.passed ? "run completed" : "run failed";
  const top = centers[0];
  if (top && top.utilization > 0) {
    element("bottleneck").textContent = `Bottleneck: ${top.id}, ${percent(top.utilization)} utilised, mean wait ${duration(top.wait_s.mean)}.` + (result.end.cycle.length ? ` The run stopped: ${result.end.cycle.join("; ")}.` : "");
  }
  element("footer").textContent = `planttwin ${result.planttwin} · scenario ${result.scenario} · input ${result.input_sha256.slice(0, 12)} · time zone data ${result.tzdata}`;
}

heading();
cards();
drawWip();
drawStates();
drawQueues();
drawCycles();
drawGantt();
drawFlow();
drawLateness();
drawDowntime();
table("products", [
  ["product", (p) => p.id], ["unit", (p) => p.unit], ["released", (p) => p.released, (v) => rounded(v, 6)], ["completed", (p) => p.completed, (v) => rounded(v, 6)],
  ["scrapped", (p) => p.scrapped, (v) => rounded(v, 6)], ["on time", (p) => p.on_time_fraction, percent], ["cycle mean", (p) => p.cycle_time_s.mean, duration],
  ["cycle p95", (p) => p.cycle_time_s.p95, duration], ["in process", (p) => p.wip_end, (v) => rounded(v, 6)],
], Object.entries(result.products).map(([id, p]) => ({ id, ...p })).filter((p) => p.released || p.completed || p.wip_end));
table("centers", [
  ["work center", (c) => c.id], ["utilization", (c) => c.utilization, percent], ["lots", (c) => c.completed, (v) => rounded(v, 6)], ["queue mean", (c) => c.queue_length.mean, rounded],
  ["queue max", (c) => c.queue_length.max, (v) => rounded(v, 6)], ["wait mean", (c) => c.wait_s.mean, duration], ["wait p95", (c) => c.wait_s.p95, duration],
  ["setup", (c) => c.states.setup || 0, percent], ["down", (c) => (c.states.down || 0) + (c.states.waiting_crew || 0), percent], ["blocked", (c) => c.states.blocked || 0, percent],
], centers);
if (result.expectations.length) {
  table("expectations", [["expectation", (e) => e.name], ["what", (e) => e.pointer], ["found", (e) => e.actual, (v) => (typeof v === "number" ? rounded(v, 5) : String(v))],
    ["limit", (e) => e.limit, (v) => (typeof v === "number" ? rounded(v, 5) : String(v))], ["", (e) => (e.passed ? "met" : "missed")]], result.expectations);
} else {
  nothing("expectations", "The scenario states no expectations.");
}
addEventListener("resize", () => charts.forEach((c) => c.resize()));
document.documentElement.dataset.ready = "true";
