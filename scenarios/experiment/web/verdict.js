'use strict';

// What an experiment says, in words, and the figures in them.

const kMostSentences = 5;

// The unit in which a figure is read. Its pointer tells what it is.
function unit_of(kpi, variants) {
  const pointer = kpi.pointer;
  if (is_duration(pointer)) {
    const means = variants.map((variant) => Math.abs(variant.kpis[kpi.id].mean ?? 0));
    const unit = unit_for(Math.max(...means));
    return {name: unit.name, factor: 1 / unit.seconds};
  }
  if (read_value(1, pointer).endsWith('%')) return {name: '%', factor: 100, share: true};
  if (/_per_h$/.test(pointer)) return {name: 'per hour', factor: 1};
  if (pointer === '/kpis/wip_mean') return {name: 'lots', factor: 1};
  return {name: '', factor: 1};
}

// With two digits of what is uncertain, at most six in all.
function digits_of(half_width) {
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(half_width))));
}

function fixed(value, decimals) {
  return value.toLocaleString('en-US',
                              {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
}

// "45.0 ± 0.3", with a sign in front of a difference. An interval that nobody knows is "?".
function interval_text(estimate, unit, sign) {
  if (!estimate || estimate.mean === null) return 'no data';
  const mean = estimate.mean * unit.factor;
  const plus = sign && mean > 0 ? '+' : '';
  if (estimate.half_width === null) return `${plus}${number(mean)} \u00b1 ?`;
  const half = estimate.half_width * unit.factor;
  if (half === 0) return `${plus}${number(mean)} \u00b1 0`;
  const decimals = digits_of(half);
  return `${plus}${fixed(mean, decimals)} \u00b1 ${fixed(half, decimals)}`;
}

function unit_text(unit, difference) {
  if (unit.name === '') return '';
  return unit.share && difference ? ' percentage points' : ` ${unit.name}`;
}

// ", +8.2 %" of the base; empty where that is nothing.
function change_text(variant, base, kpi, unit) {
  const mean = base.kpis[kpi.id].mean;
  const difference = variant.differences[kpi.id].mean;
  if (!mean || difference === null || unit.share) return '';
  const change = difference / Math.abs(mean);
  return ` (${change > 0 ? '+' : ''}${percent(change)})`;
}

function verdict_of(variant, kpi) {
  return variant.differences ? variant.differences[kpi.id].verdict : 'no_difference';
}

// Better first, then what is more than luck, then by size.
function by_worth(ranked) {
  const order = {better: 0, more: 1, less: 1, no_difference: 2, worse: 3};
  const gain = (variant) => {
    const mean = variant.differences[ranked.id].mean;
    if (mean === null) return -Infinity;
    return ranked.better === 'less' ? -mean : ranked.better === 'more' ? mean : Math.abs(mean);
  };
  return (a, b) => order[verdict_of(a, ranked)] - order[verdict_of(b, ranked)] ||
      (gain(a) === gain(b) ? 0 : gain(b) - gain(a));
}

// What a variant is against the base, by the figure that ranks.
function standing(variant, base, ranked) {
  const verdict = verdict_of(variant, ranked);
  if (verdict === 'better' || verdict === 'worse') {
    return `${variant.id} is ${verdict} than ${base.id}`;
  }
  if (verdict === 'no_difference') {
    return `${variant.id} shows no difference from ${base.id} in ${ranked.id}`;
  }
  return `${variant.id} has ${verdict} ${ranked.id} than ${base.id}`;
}

// "throughput +3.70 ± 0.21 per hour (+8.2 %)"
function difference_words(data, variant, kpi) {
  const {result} = data;
  const base = result.variants[0];
  const unit = unit_of(kpi, result.variants);
  const difference = variant.differences[kpi.id];
  if (difference.mean === null) return `${kpi.id} without data`;
  const words = `${kpi.id} ${interval_text(difference, unit, true)}${unit_text(unit, true)}` +
      change_text(variant, base, kpi, unit);
  const verdict = verdict_of(variant, kpi);
  if (verdict === 'no_difference') return `${words}, no difference`;
  return kpi.id === data.ranked_by ? words :
      verdict === 'better' || verdict === 'worse' ? `${words}, ${verdict}` : words;
}

// The figures of a variant, that by which variants are ranked first.
function variant_sentence(data, variant) {
  const {result} = data;
  const ranked = result.kpis.find((kpi) => kpi.id === data.ranked_by);
  const others = result.kpis.filter((kpi) => kpi !== ranked);
  const told = others.filter((kpi) => verdict_of(variant, kpi) !== 'no_difference');
  const same = others.length - told.length;
  const parts = [ranked, ...told].map((kpi) => difference_words(data, variant, kpi));
  if (same > 0) {
    parts.push(others.length === 1 ? `${others[0].id}: no difference` :
        same === others.length ? 'no difference in the other figures' :
        `no difference in ${plural(same, 'other figure', 'other figures')}`);
  }
  return `${standing(variant, result.variants[0], ranked)}: ${parts.join('; ')}.`;
}

function selection_title(selection) {
  if (selection.best === null) return 'No variant has the figure to select by';
  if (selection.certain) {
    return `Best by ${selection.kpi}: ${selection.best}, with a probability of at least ` +
        percent(selection.probability);
  }
  return `Best by ${selection.kpi} so far: ${selection.best}, but ` +
      `${number(selection.remaining.length)} variants may still be best`;
}

function verdict_title(data) {
  const {result, in_all} = data;
  if (result.selection) return selection_title(result.selection);
  const base = result.variants[0].id;
  if (in_all.variants === 1) return 'A single variant: there is nothing to compare it with';
  const ranked = result.kpis.find((kpi) => kpi.id === data.ranked_by);
  const others = result.variants.slice(1).sort(by_worth(ranked));
  const better = others.filter((variant) => verdict_of(variant, ranked) === 'better');
  if (better.length === 1) return `${better[0].id} is better than ${base} by ${ranked.id}`;
  if (better.length > 1) {
    const count = data.in_all.variants === result.variants.length ? number(better.length) :
        `At least ${number(better.length)}`;
    return `${count} variants are better than ${base} by ${ranked.id}, ${better[0].id} most`;
  }
  const differ = others.some((variant) =>
    result.kpis.some((kpi) => verdict_of(variant, kpi) !== 'no_difference'));
  if (!differ) return `No difference from ${base} is more than luck`;
  return ranked.better === null ? `Variants differ from ${base}` :
      `Nothing is better than ${base} by ${ranked.id}`;
}

function certainty_sentence(result) {
  const count = result.comparisons;
  const sure = percent(result.confidence);
  if (count === 0) return `Each interval holds with ${sure}.`;
  if (count === 1) return `The interval of the difference holds with ${sure}.`;
  return `The intervals of all ${number(count)} differences hold together with ${sure}: what is ` +
      'called a difference is more than luck. No difference is no proof that there is none.';
}

function verdict_sentences(data) {
  const {result} = data;
  const ranked = result.kpis.find((kpi) => kpi.id === data.ranked_by);
  const others = result.variants.slice(1).sort(by_worth(ranked));
  const chosen = result.selection ? result.selection.best : null;
  others.sort((a, b) => (b.id === chosen) - (a.id === chosen));
  const sentences = others.slice(0, kMostSentences).map((each) => variant_sentence(data, each));
  const more = data.in_all.variants - 1 - sentences.length;
  if (more > 0) sentences.push(`${plural(more, 'other variant', 'other variants')}: see below.`);
  return [...sentences, certainty_sentence(result)];
}

// Nothing that would make a figure less sure than it looks is kept back.
function precision_warning(result) {
  if (result.precise || result.selection) return [];
  const asked = result.replications && result.replications.half_width;
  const how = asked ? `: half of an interval is more than ${percent(asked)} of its mean` : '';
  return [`Not as precise as was asked for${how}. More replications ("at_most") help.`];
}

function luck_warning(result) {
  const few = result.variants.filter((variant) => variant.replications < 2);
  return few.length === 0 ? [] :
      ['A single replication has no interval: what is luck in it, nobody can say.'];
}

function badly_warning(data) {
  const count = data.in_all.ended_badly;
  if (count === 0) return [];
  const where = data.result.variants.filter((variant) => variant.ended_badly > 0)
      .map((variant) => `${variant.id} ${number(variant.ended_badly)}`).slice(0, 6);
  return [`${number(count)} of ${number(data.in_all.replications)} replications deadlocked or ` +
          `stalled${where.length > 0 ? `: ${where.join(', ')}` : ''}. ` +
          'Their figures are as of then.'];
}

function batches_warning(data) {
  const found = data.in_all.correlated;
  if (found.length === 0) return [];
  const most = found.reduce((a, b) => b.lag1 > a.lag1 ? b : a);
  return [`Batches are correlated in ${plural(found.length, 'figure', 'figures')}, most in ` +
          `${most.kpi} of ${most.variant} (${number(most.lag1)}): the intervals are too narrow. ` +
          'Make the batches longer.'];
}

function warm_up_warning(result) {
  return result.warm_up.settled === false ?
      ['Some variant does not settle in the first half of its horizon: make the horizon longer.'] :
      [];
}

function data_warning(result) {
  return result.kpis.map((kpi) => {
    const without = result.variants.filter((variant) => variant.kpis[kpi.id].n === 0);
    if (without.length === 0) return '';
    const names = without.slice(0, 5).map((variant) => variant.id).join(', ');
    return `${kpi.id} has no data in ${names}${without.length > 5 ? ', ...' : ''}.`;
  }).filter(Boolean).slice(0, 5);
}

function warnings_of(data) {
  const {result} = data;
  return [...precision_warning(result), ...badly_warning(data), ...luck_warning(result),
          ...warm_up_warning(result), ...batches_warning(data), ...data_warning(result)];
}

function show_verdict(data) {
  const {result} = data;
  const warnings = warnings_of(data);
  const ranked = result.kpis.find((kpi) => kpi.id === data.ranked_by);
  const better = result.variants.some((variant) => verdict_of(variant, ranked) === 'better');
  const good = warnings.length === 0 && (better || (result.selection || {}).certain);
  by_id('verdict').classList.add(!result.precise ? 'not-passed' : good ? 'passed' : 'neutral');
  by_id('badge').textContent = !result.precise ? '\u2715' : good ? '\u2713' :
      warnings.length > 0 ? '!' : '\u2014';
  by_id('verdict-title').textContent = verdict_title(data);
  by_id('sentences').replaceChildren(
      ...verdict_sentences(data).map((text) => element('li', text)));
  by_id('warnings').replaceChildren(...warnings.map((text) => element('li', text)));
}
