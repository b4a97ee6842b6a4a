'use strict';

// Variants, and what every replication gave.

const kLongestValue = 60;  // characters of a value that a variant changes

function changes_text(variant) {
  return Object.entries(variant.changes).map(([pointer, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${pointer} = ` +
        (text.length > kLongestValue ? `${text.slice(0, kLongestValue - 1)}\u2026` : text);
  }).join(', ') || '-';
}

function show_variants(data) {
  const {result} = data;
  const badly = result.variants.some((variant) => variant.ended_badly > 0);
  const titles = result.variants.some((variant) => variant.title !== variant.id);
  const rows = result.variants.map((variant, place) => ({...variant, place}));
  const columns = [
    {title: 'Variant', value: (row) => row.place, text: (place, row) => row.id, left: true},
    titles && {title: 'Title', value: (row) => row.title, left: true},
    ...result.kpis.map((kpi) => {
      const unit = unit_of(kpi, result.variants);
      return {title: `${kpi.id}${unit.name ? `, ${unit.name}` : ''}`,
              value: (row) => row.kpis[kpi.id].mean,
              text: (mean, row) => interval_text(row.kpis[kpi.id], unit),
              mark: (row) => ['better', 'worse'].includes(verdict_of(row, kpi)) ?
                  verdict_of(row, kpi) : ''};
    }),
    {title: count_title(result), value: (row) => row.replications, text: number},
    badly && {title: 'Ended badly', value: (row) => row.ended_badly, text: number,
              mark: (row) => row.ended_badly > 0 ? 'worse' : ''},
    {title: 'Changes', value: changes_text, left: true},
  ].filter(Boolean);
  show_table(by_id('variants'), columns, rows, 0, false);
}

function count_title(result) {
  const words = count_words(result);
  return words[0].toUpperCase() + words.slice(1);
}

function show_replications_of(data, variant) {
  const {result} = data;
  const seeds = result.method !== 'batch_means';
  const count = Math.max(...result.kpis.map((kpi) => variant.kpis[kpi.id].values.length));
  by_id('replications-about').textContent = count < variant.replications ?
      `the first ${number(count)} of ${number(variant.replications)}; all are in experiment.json` :
      '';
  const rows = Array.from({length: count}, (_, i) => i);
  show_table(by_id('replications'), [
    {title: seeds ? 'Replication' : 'Batch', value: (i) => i + 1, text: number},
    seeds && {title: 'Seed', value: (i) => result.seed + i, text: String},
    ...result.kpis.map((kpi) => {
      const unit = unit_of(kpi, [variant]);
      return {title: `${kpi.id}${unit.name ? `, ${unit.name}` : ''}`,
              value: (i) => variant.kpis[kpi.id].values[i],
              text: (value) => value === null || value === undefined ? 'no data' :
                  String(Number((value * unit.factor).toPrecision(8)))};
    }),
  ].filter(Boolean), rows, 0, false);
}

// Drawn when it is opened: there may be thousands of rows.
function show_replications(data) {
  const {variants} = data.result;
  const select = by_id('replications-variant');
  fill_select(select, variants.map((variant, i) => [i, variant.id]));
  const show = () => show_replications_of(data, variants[Number(select.value)]);
  select.addEventListener('change', show);
  by_id('replications-details').addEventListener('toggle', show);
}
