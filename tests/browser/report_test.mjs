// The report of a run in a real browser: every chart is drawn, selectors and tables work, names
// can't become markup, and nothing is written to the console. reports.mjs has the environment.
import assert from 'node:assert/strict';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';

import {coloured, open, picture, planttwin, run, with_browser} from './reports.mjs';

const kCharts = ['wip', 'states', 'queues', 'cycle', 'downtime', 'gantt', 'flow', 'lateness'];
const kHostile = `</script><img src=x onerror="document.title='broken'">&amp;{{data}}'"`;

with_browser();

for (const width of [1280, 1920]) {
  test(`every chart of the three plants is drawn at a width of ${width}`, async () => {
    const out = run('04_three_plants', '--until', '7 d');
    const {page, troubles} = await open(out, width);
    for (const id of kCharts) assert.ok(await coloured(page, id) > 500, `chart ${id} is empty`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} wide`);
    await picture(page, `04_three_plants_${width}`);
    assert.deepEqual(troubles, []);
    await page.close();
  });
}

test('the report says what result.json says', async () => {
  const out = run('02_unreliable_line', '--until', '10 d');
  const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
  const {page, troubles} = await open(out, 1280);
  assert.equal(await page.textContent('#title'), result.title);
  const cards = await page.textContent('#cards');
  assert.ok(cards.includes(`${Number((result.kpis.utilization * 100).toFixed(1))} %`), cards);
  const rows = await page.locator('#centers tbody tr').allTextContents();
  assert.equal(rows.length, Object.keys(result.work_centers).length);
  assert.match(await page.textContent('#sentences'), /^Bottleneck: MILL, .* utilised.*mean wait/);
  await picture(page, '02_unreliable_line_1280');
  assert.deepEqual(troubles, []);
  await page.close();
});

test('selectors change their charts and a click on a title sorts a table', async () => {
  const {page, troubles} = await open(run('03_job_shop'), 1280);
  const about = await page.textContent('#cycle-about');
  await page.selectOption('#cycle-product', {index: 3});
  assert.notEqual(await page.textContent('#cycle-about'), about);
  const all_machines = await coloured(page, 'gantt');
  await page.selectOption('#gantt-machines', {index: 1});
  assert.notEqual(await coloured(page, 'gantt'), all_machines);
  const names = () => page.locator('#centers tbody td:first-child').allTextContents();
  await page.click('#centers th:first-child');
  const sorted = await names();
  assert.deepEqual(sorted, [...sorted].sort());
  await page.click('#centers th:first-child');
  assert.deepEqual(await names(), sorted.reverse());
  await picture(page, '03_job_shop_1280');
  assert.deepEqual(troubles, []);
  await page.close();
});

test('without a log the report has what the result offers and says how to get more', async () => {
  const {page, troubles} = await open(run('03_job_shop', '--trace', 'none'), 1280);
  assert.ok(await page.isVisible('#no-log'));
  assert.match(await page.textContent('#no-log'), /--trace full/);
  assert.ok(await coloured(page, 'states') > 500);
  assert.equal(await page.isVisible('#gantt'), false);
  assert.ok(await page.locator('#products tbody tr').count() > 0);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('without an ERP there is no page of integration', async () => {
  const {page, troubles} = await open(run('03_job_shop', '--trace', 'none'), 1280);
  assert.equal(await page.locator('.needs-erp:visible').count(), 0);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('names never become markup or script', async () => {
  const out = run('03_job_shop');
  const file = join(out, 'result.json');
  const result = JSON.parse(readFileSync(file, 'utf8'));
  result.title = kHostile;
  result.expectations = [{name: kHostile, passed: false, actual: 1, limit: 2, pointer: '/x'}];
  result.products = {[kHostile]: Object.values(result.products)[0]};
  writeFileSync(file, JSON.stringify(result));
  planttwin('report', out, '--quiet');
  const {page, troubles} = await open(out, 1280);
  assert.equal(await page.textContent('#title'), kHostile);
  assert.equal(await page.title(), `${kHostile} - planttwin report`);
  assert.equal(await page.textContent('#products tbody td'), kHostile);
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(troubles, []);
  await page.close();
});

// A PNG of two by one pixels.
const kPicture = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAA' +
    'AABJRU5ErkJggg==';

test('a picture in the folder of the run is a part of the report', async () => {
  const out = run('03_job_shop');
  writeFileSync(join(out, 'plant.png'), Buffer.from(kPicture, 'base64'));
  planttwin('report', out, '--quiet');
  const {page, troubles} = await open(out, 1280);
  await page.waitForFunction(() => document.querySelector('#plant img').complete);
  assert.equal(await page.evaluate(() => document.querySelector('#plant img').naturalWidth), 2);
  assert.ok(await page.isVisible('#plant'));
  assert.deepEqual(troubles, []);
  await page.close();
});

test('the report of a long log stays small', () => {
  const out = run('06_packaging_line');
  const size = statSync(join(out, 'report.html')).size;
  assert.ok(size < 3_000_000, `${size} bytes`);
});
