// The report of an experiment in a real browser: what it says in words, that its charts are drawn,
// and that it bears many variants, figures without data and names that look like markup.
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';

import {coloured, experiment, open, picture, planttwin, with_browser} from './reports.mjs';

const kHostile = `</script><img src=x onerror="document.title='broken'">&amp;{{data}}'"`;
const kLine = 'data/experiments/help_for_the_line.json';

with_browser();

let line;
function of_the_line() {
  line ??= experiment(kLine, '--replications', '10');
  return line;
}

// The report of a result that was changed.
function changed(change) {
  const out = of_the_line();
  const file = join(out, 'experiment.json');
  const text = readFileSync(file, 'utf8');
  const result = JSON.parse(text);
  change(result);
  writeFileSync(file, JSON.stringify(result));
  planttwin('report', out, '--quiet');
  writeFileSync(file, text);
  return out;
}

async function words_of(out, width = 1280) {
  const {page, troubles} = await open(out, width);
  const title = await page.textContent('#verdict-title');
  const sentences = await page.locator('#sentences li').allTextContents();
  const warnings = await page.locator('#warnings li').allTextContents();
  assert.deepEqual(troubles, []);
  return {page, title, sentences, warnings};
}

// Numbers as a reader checks them: with two digits of the half width.
function shown(mean, half) {
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(half)));
  return `${mean > 0 ? '+' : ''}${mean.toFixed(decimals)} \u00b1 ${half.toFixed(decimals)}`;
}

test('the verdict is in words and the best comes first', async () => {
  const out = of_the_line();
  const result = JSON.parse(readFileSync(join(out, 'experiment.json'), 'utf8'));
  const {page, title, sentences, warnings} = await words_of(out);
  assert.equal(title, '3 variants are better than today by throughput, repairs most');
  const {mean, half_width} = result.variants[3].differences.throughput;
  const change = (mean / result.variants[0].kpis.throughput.mean * 100).toFixed(1);
  assert.ok(sentences[0].startsWith('repairs is better than today: throughput ' +
      `${shown(mean, half_width)} per hour (+${change} %)`), sentences[0]);
  assert.match(sentences[1], /^places is better .*pieces in process \+\d.* lots .*, worse\.$/);
  assert.match(sentences.at(-1), /^The intervals of all 6 differences hold together with 95 %/);
  assert.deepEqual(warnings, []);
  assert.match(await page.getAttribute('#verdict', 'class'), /\bpassed\b/);
  await picture(page, 'experiment_1280');
  await page.close();
});

test('a gain in a figure that variants are not ranked by is no success', async () => {
  const {page, title} = await words_of(changed((result) => {
    for (const variant of result.variants.slice(1)) {
      variant.differences.throughput.verdict = 'worse';
      variant.differences['pieces in process'].verdict = 'better';
    }
  }));
  assert.match(title, /^Nothing is better than today/);
  assert.match(await page.getAttribute('#verdict', 'class'), /\bneutral\b/);
  await page.close();
});

for (const width of [1280, 1920]) {
  test(`every chart of an experiment is drawn at a width of ${width}`, async () => {
    const {page, troubles} = await open(of_the_line(), width);
    for (const id of ['interval-0', 'difference-0', 'interval-1', 'difference-1', 'convergence',
                      'wip']) {
      assert.ok(await coloured(page, id) > 50, `chart ${id} is empty`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} wide`);
    await page.selectOption('#convergence-kpi', {index: 1});
    assert.ok(await coloured(page, 'convergence') > 50);
    assert.deepEqual(troubles, []);
    await page.close();
  });
}

test('all replications are in a table that opens', async () => {
  const out = of_the_line();
  const result = JSON.parse(readFileSync(join(out, 'experiment.json'), 'utf8'));
  const {page, troubles} = await open(out, 1280);
  await page.click('#replications-details summary');
  await page.selectOption('#replications-variant', {index: 2});
  const rows = page.locator('#replications tbody tr');
  assert.equal(await rows.count(), 10);
  const cells = await rows.nth(4).locator('td').allTextContents();
  assert.deepEqual(cells.slice(0, 2), ['5', '5']);
  const value = result.variants[2].kpis.throughput.values[4];
  assert.ok(Math.abs(Number(cells[2]) - value) < 1e-5 * value, cells[2]);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('what makes figures less sure than they look is said', async () => {
  const {page, title, sentences, warnings} = await words_of(changed((result) => {
    result.precise = false;
    result.replications = {at_least: 10, at_most: 100, half_width: 0.02};
    result.warm_up = {by: 'mser5', s: 3600, of_variant: 'today', settled: false};
    result.variants[1].ended_badly = 3;
    result.variants[0].kpis.throughput.lag1 = 0.9;
    for (const variant of result.variants.slice(1)) {
      for (const figure of Object.values(variant.differences)) figure.verdict = 'no_difference';
    }
  }));
  assert.equal(title, 'No difference from today is more than luck');
  assert.match(sentences[0], /^repairs shows no difference from today in throughput: /);
  assert.deepEqual(warnings.map((text) => text.split(/[.:]/)[0]), [
    'Not as precise as was asked for', '3 of 40 replications deadlocked or stalled',
    'Some variant does not settle in the first half of its horizon',
    'Batches are correlated in 1 figure, most in throughput of today (0',
  ]);
  assert.match(await page.getAttribute('#verdict', 'class'), /not-passed/);
  await page.close();
});

test('a selection says what is best and how surely', async () => {
  const selection = {method: 'kim_nelson', kpi: 'pieces in process', best: 'today',
                     probability: 0.95, certain: true, remaining: ['today']};
  const sure = await words_of(changed((result) => {
    result.selection = selection;
  }));
  assert.equal(sure.title,
               'Best by pieces in process: today, with a probability of at least 95 %');
  assert.match(sure.sentences[0], /pieces in process \+0\.\d/);
  await sure.page.close();
  const open_still = await words_of(changed((result) => {
    result.selection = {...selection, certain: false, remaining: ['today', 'repairs']};
  }));
  assert.equal(open_still.title,
               'Best by pieces in process so far: today, but 2 variants may still be best');
  await open_still.page.close();
});

test('a single variant, one replication and figures without data have a report', async () => {
  const {page, title, warnings} = await words_of(changed((result) => {
    result.variants = result.variants.slice(0, 1);
    result.comparisons = 0;
    const [{kpis}] = result.variants;
    result.variants[0].replications = 1;
    kpis.throughput = {...kpis.throughput, n: 1, half_width: null, ci95: null,
                       values: kpis.throughput.values.slice(0, 1)};
    kpis['pieces in process'] = {n: 0, mean: null, sd: null, ci95: null, half_width: null,
                                 values: [null]};
  }));
  assert.equal(title, 'A single variant: there is nothing to compare it with');
  assert.match(warnings.join('\n'), /single replication has no interval/);
  assert.match(warnings.join('\n'), /pieces in process has no data in today/);
  assert.match(await page.textContent('#variants tbody'), /\u00b1 \?.*no data/);
  await page.close();
});

test('factors have their main effects side by side', async () => {
  const level = (value, mean) => ({value, mean, half_width: 0.2});
  const {page} = await words_of(changed((result) => {
    result.effects = ['places', 'fitters'].flatMap((factor, i) => result.kpis.map((kpi) => (
      {factor, kpi: kpi.id, range: i + 1, levels: [level('1', 45), level('2', 46 + i)]})));
    result.resolution = null;
    result.variants[3].levels = {fitters: '2', places: '1'};
  }));
  assert.ok(await coloured(page, 'effects') > 200);
  assert.match(await page.textContent('#figures .about'), /by their levels: places \u00b7 fitters$/);
  await page.selectOption('#effects-kpi', {index: 1});
  assert.ok(await coloured(page, 'effects') > 200);
  await page.close();
});

test('names never become markup or script', async () => {
  const {page} = await words_of(changed((result) => {
    result.title = kHostile;
    result.kpis[0].id = kHostile;
    for (const variant of result.variants) {
      variant.title = kHostile;
      for (const figures of [variant.kpis, variant.differences ?? {}]) {
        figures[kHostile] = figures.throughput;
        delete figures.throughput;
      }
    }
    result.variants[1].id = kHostile;
    result.variants[2].id = 'long '.repeat(80);
  }));
  assert.equal(await page.textContent('#title'), kHostile);
  assert.equal(await page.title(), `${kHostile} - planttwin experiment`);
  assert.equal(await page.locator('img').count(), 0);
  await page.hover('#difference-0', {position: {x: 320, y: 45}});
  await page.waitForFunction((name) =>  // the tooltip
    document.querySelector('#difference-0')?.textContent.includes(name), kHostile);
  assert.equal(await page.locator('img').count(), 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 1280, `the page is ${wide} wide`);
  await picture(page, 'experiment_hostile_1280');
  await page.close();
});

test('of thousands of variants and twenty figures the best are shown', async () => {
  const {page, title, sentences} = await words_of(changed((result) => {
    const [base, model] = [result.variants[0], result.variants[3]];
    const kpis = Array.from({length: 20}, (_, i) => ({...result.kpis[i % 2], id: `figure ${i}`}));
    const named = (figures) => Object.fromEntries(kpis.map((kpi, i) =>
      [kpi.id, figures[result.kpis[i % 2].id]]));
    const made = (variant) => ({...variant, kpis: named(variant.kpis),
                                differences: variant.differences && named(variant.differences)});
    const first = made(base);
    delete first.differences;
    const others = Array.from({length: 1999}, (_, i) => {
      const variant = {...made(model), id: `variant ${i}`};
      const best = variant.kpis['figure 0'];
      variant.kpis['figure 0'] = {...best, mean: best.mean + (i * 7919 % 1999) / 1000};
      return variant;
    });
    result.variants = [first, ...others];
    result.kpis = kpis;
    result.comparisons = 20 * 1999;
  }));
  assert.match(await page.textContent('#left-out'), /50 of 2,000/);
  assert.equal(await page.locator('#variants tbody tr').count(), 50);
  // 7919 i = 1998 modulo the prime 1999 has the solution i = 675.
  const names = await page.locator('#variants tbody td:first-child').allTextContents();
  assert.ok(names.includes('variant 675'), names.join());
  assert.equal(title, 'At least 49 variants are better than today by figure 0, ' +
      `${sentences[0].split(' is better')[0]} most`);
  assert.ok(await coloured(page, 'interval-19') > 50);
  await picture(page, 'experiment_many_1280');
  await page.close();
});
