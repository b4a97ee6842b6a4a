'use strict';

// The head of the page, and what is shown where.

// A selector of figures, beginning with that by which variants are ranked.
function choose_kpi(id, data, show) {
  const {kpis} = data.result;
  const select = by_id(id);
  const first = kpis.findIndex((kpi) => kpi.id === data.ranked_by);
  fill_select(select, kpis.map((kpi, i) => [i, kpi.id]), String(first));
  select.parentElement.hidden = kpis.length === 1;
  select.addEventListener('change', () => show(kpis[Number(select.value)]));
  show(kpis[first]);
}

// "49 replications of each of 4 variants"
function counts_text(data) {
  const {result, in_all} = data;
  const variants = plural(in_all.variants, 'variant', 'variants');
  const most = Math.max(...result.variants.map((variant) => variant.replications));
  if (in_all.replications === most * in_all.variants) {
    return `${number(most)} ${count_words(result)} of ${in_all.variants > 1 ? 'each of ' : ''}` +
        variants;
  }
  return `${number(in_all.replications)} ${count_words(result)} of ${variants}`;
}

function warm_up_text(result) {
  if (!result.warm_up.s) return '';
  return `warm-up ${duration(result.warm_up.s)}, found by MSER-5`;
}

function show_head(data) {
  const {result} = data;
  by_id('title').textContent = result.title;
  by_id('facts').textContent = [
    counts_text(data), `intervals of ${percent(result.confidence)}`, warm_up_text(result),
    `experiment ${result.experiment}`, `seeds from ${result.seed} on`,
  ].filter(Boolean).join('  \u00b7  ');
  by_id('foot').textContent = `planttwin ${result.planttwin}, input ${result.input_sha256}`;
  const shown = result.variants.length;
  by_id('left-out').hidden = shown === data.in_all.variants;
  by_id('left-out').textContent = `The base and the best of the other variants by ` +
      `${data.ranked_by} are shown, ${number(shown)} of ${number(data.in_all.variants)}. All of ` +
      'them are in experiment.json.';
}

function start() {
  const data = JSON.parse(by_id('data').textContent);
  data.labels = labels_of(data.result);
  show_verdict(data);
  show_figures(data);
  show_effects(data);
  show_wip(data);
  show_convergence(data);
  show_variants(data);
  show_replications(data);
  const resize = () => charts.forEach((chart) => chart.resize());
  window.addEventListener('resize', resize);
  window.addEventListener('beforeprint', resize);
  show_head(data);
}

start();
