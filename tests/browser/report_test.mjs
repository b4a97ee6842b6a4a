// The report of a run in a real browser, from a file and without a network: every chart is drawn,
// selectors and tables work, names can't become markup, and nothing is written to the console.
// Environment: PLANTTWIN_PROGRAM (the program), CHROMIUM (the browser, /usr/bin/chromium unless
// told), REPORT_PICTURES (a folder that gets a picture of each report).
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';

import {chromium} from 'playwright-core';

const program = process.env.PLANTTWIN_PROGRAM || 'build/release/bin/planttwin';
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
const pictures = process.env.REPORT_PICTURES;
const folder = mkdtempSync(join(tmpdir(), 'planttwin-report-'));
const kCharts = ['wip', 'states', 'queues', 'cycle', 'downtime', 'gantt', 'flow', 'lateness'];
const kHostile = `</script><img src=x onerror="document.title='broken'">&amp;{{data}}'"`;
let browser;

before(async () => {
  if (pictures) mkdirSync(pictures, {recursive: true});
  browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
});

after(async () => {
  await browser?.close();
  rmSync(folder, {recursive: true, force: true});
});

// Not to meet an expectation, exit code 1, is no failure here.
function planttwin(...words) {
  const {status, stderr} = spawnSync(program, words, {encoding: 'utf8'});
  assert.ok(status === 0 || status === 1, `planttwin ${words.join(' ')}: ${status}, ${stderr}`);
}

function run(name, ...more) {
  const out = join(folder, [name, ...more].join('_').replace(/\W/g, '_'));
  planttwin('run', `scenarios/library/${name}/scenario.json`, '--out', out, '--quiet', ...more);
  return out;
}

// Opens the report of a folder; `troubles` collects whatever a console would show, and requests.
async function open(out, width) {
  const page = await browser.newPage({viewport: {width, height: 900}});
  const troubles = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) troubles.push(`asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(out, 'report.html')).href);
  await page.waitForSelector('#foot:not(:empty)');
  return {page, troubles};
}

// How many pixels of a chart have a colour. Paper, axes and labels are grey or nearly so.
function coloured(page, id) {
  return page.evaluate((id) => {
    let count = 0;
    for (const layer of document.querySelectorAll(`#${id} canvas`)) {
      const copy = document.createElement('canvas');
      [copy.width, copy.height] = [layer.width, layer.height];
      const pen = copy.getContext('2d', {willReadFrequently: true});
      pen.drawImage(layer, 0, 0);
      const {data} = pen.getImageData(0, 0, copy.width, copy.height);
      for (let i = 0; i < data.length; i += 4) {
        const most = Math.max(data[i], data[i + 1], data[i + 2]);
        const least = Math.min(data[i], data[i + 1], data[i + 2]);
        if (data[i + 3] > 0 && most - least > 40) count += 1;
      }
    }
    return count;
  }, id);
}

async function picture(page, name) {
  if (pictures) await page.screenshot({path: join(pictures, `${name}.png`), fullPage: true});
}

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

test('an ERP gives the report a page with latencies, backlog and findings', async () => {
  const defects = '/erp/defects=[{"id": "loses_posting", "share": 0.001}]';
  const out = run('09_wan_outage', '--trace', 'none', '--set', defects);
  const audit = JSON.parse(readFileSync(join(out, 'reconciliation.json'), 'utf8'));
  assert.ok(audit.findings > 0);
  const {page, troubles} = await open(out, 1280);
  for (const id of ['latency', 'backlog']) {
    assert.ok(await coloured(page, id) > 500, `chart ${id} is empty`);
  }
  const rows = await page.locator('#findings tbody tr').allTextContents();
  assert.equal(rows.length, Math.min(audit.findings, 200));
  assert.ok(rows.every((row) => /sent after .* acknowledged after/.test(row)), rows[0]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 1280, `the page is ${wide} wide`);
  await picture(page, '09_wan_outage_1280');
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

test('the report of a long log stays small', () => {
  const out = run('06_packaging_line');
  const size = statSync(join(out, 'report.html')).size;
  assert.ok(size < 3_000_000, `${size} bytes`);
});
