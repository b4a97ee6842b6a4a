// The integration page of the report in a real browser: the verdict, gates, holds, findings down to
// the journey of a message, the value of plant and books, and the recall of a lot.
// reports.mjs has the environment.
import assert from 'node:assert/strict';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';

import {coloured, open, picture, planttwin, run, with_browser} from './reports.mjs';

const kDefects = '/erp/defects=[{"id": "loses_genealogy", "share": 0.1}, ' +
    '{"id": "wrong_cost", "share": 0.01}, {"id": "doubles_posting", "share": 0.005}]';
const kFloor = '/reporting_errors=[{"id": "missed_scan", "share": 0.01}]';
const kHostile = `<script>document.title='broken'</script><img src=x>`;

with_browser();

function json(out, name) {
  return JSON.parse(readFileSync(join(out, name), 'utf8'));
}

function dairy(...more) {
  return run('10_quality_hold', '--trace', 'none', '--set', kDefects, '--set', kFloor, ...more);
}

// Words of the page that are cut off by their box, and a page that is wider than its window.
async function cut_off(page) {
  return page.evaluate(() => {
    const kinds = ['.card div', '.step span', 'li', 'th'].map((kind) => `.needs-erp ${kind}`);
    const words = [...document.querySelectorAll(kinds.join(', '))]
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .map((each) => each.textContent);
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    return wide > 0 ? [...words, `the page is ${wide} pixels too wide`] : words;
  });
}

for (const width of [1280, 1920]) {
  test(`a verdict in words opens the page at a width of ${width}`, async () => {
    const out = dairy();
    const audit = json(out, 'reconciliation.json');
    const {page, troubles} = await open(out, width);
    assert.match(await page.textContent('#go-live-title'), /^Not passed: 2 of 6 checks failed$/);
    await page.click('#sentences a');
    assert.ok(await page.evaluate(() => window.scrollY) > 500);
    const sentences = await page.textContent('#go-live-sentences');
    assert.ok(sentences.includes('every cent of it is explained'), sentences);
    assert.ok(sentences.includes(`${audit.against_stack} arose between the bridge and the books`));
    assert.equal(await page.locator('#go-live-checks .check-missed').count(), 2);
    assert.match(await page.textContent('#go-live-deeds'), /wrong genealogy, \d+ findings between/);
    assert.deepEqual(await cut_off(page), []);
    await picture(page, `10_quality_hold_${width}`);
    assert.deepEqual(troubles, []);
    await page.close();
  });
}

test('a run with a good record passes', async () => {
  const {page, troubles} = await open(run('11_machine_down', '--trace', 'none'), 1280);
  assert.match(await page.textContent('#go-live-title'), /^Passed: every posting is in the books/);
  assert.match(await page.textContent('#go-live-sentences'), /worth the same/);
  assert.equal(await page.isVisible('#findings-tables'), false);
  assert.equal(await page.isVisible('#value-steps'), false);
  assert.match(await page.textContent('#promises'), /As promised last/);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('an outage gives the page latencies, their limits, backlog, gates and findings', async () => {
  const out = run('09_wan_outage', '--trace', 'none', '--set',
                  '/erp/defects=[{"id": "loses_posting", "share": 0.001}]', '--set',
                  '/erp/gates=[{"at": "start", "without_answer": "paper"}]');
  const audit = json(out, 'reconciliation.json');
  const gate = json(out, 'result.json').integration.gates.start;
  const {page, troubles} = await open(out, 1280);
  for (const id of ['latency', 'backlog', 'value-wip']) {
    assert.ok(await coloured(page, id) > 500, `chart ${id} is empty`);
  }
  assert.match(await page.textContent('#directions'), /the median within 500 ms \u2713/);
  const cells = await page.locator('#gates tbody td').allTextContents();
  assert.equal(cells[0], 'Start of an operation');
  assert.ok(cells.includes(gate.by_paper.toLocaleString('en-US')), cells);
  const rows = await page.locator('#findings tbody tr').allTextContents();
  assert.equal(rows.length, Math.min(audit.findings, 60));
  assert.ok(rows.every((row) => /sent after .* acknowledged after/.test(row)), rows[0]);
  assert.deepEqual(await cut_off(page), []);
  await picture(page, '09_wan_outage_1280');
  assert.deepEqual(troubles, []);
  await page.close();
});

test('a number of the matrix leads to its findings, and each of them to its journey', async () => {
  const out = dairy();
  const audit = json(out, 'reconciliation.json');
  const {page, troubles} = await open(out, 1280);
  const numbers = await page.locator('#finding-hops button').allTextContents();
  assert.equal(numbers.reduce((sum, each) => sum + Number(each), 0), audit.findings);
  await page.click('#finding-hops button[data-class=duplicate]');
  const rows = page.locator('#findings tbody tr');
  assert.equal(await rows.count(), audit.by_class.duplicate);
  await rows.first().click();
  const journey = await page.textContent('#journey');
  const finding = audit.list.find((each) => journey.includes(each.key));
  assert.equal(finding.class, 'duplicate');
  assert.equal(await page.locator('#journey .step').count(), 5);
  assert.match(journey, /came up.*sent.*arrived.*taken by the receiver/);
  await page.click('#all-findings');
  assert.ok(await rows.count() > audit.by_class.duplicate);
  assert.equal(await page.isVisible('#journey'), false);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('the value of the books is led back to the plant step by step', async () => {
  const out = dairy();
  const {value} = json(out, 'result.json').reconciliation;
  const {page, troubles} = await open(out, 1280);
  for (const id of ['value-inventory', 'value-wip']) {
    assert.ok(await coloured(page, id) > 500, `chart ${id} is empty`);
  }
  const steps = await page.evaluate((account) => {
    const {result} = JSON.parse(document.getElementById('data').textContent);
    return value_steps(result.reconciliation.value, account);
  }, 'inventory');
  assert.equal(steps.at(-1).amount, value.inventory.difference);
  assert.ok(Math.abs(steps.at(-2).to - value.inventory.difference) < 0.005);
  const books = value.inventory.books.toLocaleString('en-US', {minimumFractionDigits: 2});
  assert.ok((await page.textContent('#accounts')).includes(`${books} EUR`));
  const first = await page.locator('#order-costs tbody tr').first().locator('td')
      .allTextContents();
  const order = json(out, 'reconciliation.json').orders[0];
  assert.equal(first[0], order.order);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('a lot is recalled by plant and books side by side', async () => {
  const out = dairy();
  const hold = json(out, 'result.json').integration.holds.STONES;
  const {page, troubles} = await open(out, 1280);
  const differing = page.locator('#recall-used tr.differs');
  assert.equal(await page.textContent('#recall-lot'), 'STRAWBERRY lot SP-2504');
  assert.equal(await differing.count(), hold.where_used - hold.where_used_in_books);
  await page.fill('#recall-query', 'strawberry-150 3.1');
  await page.locator('#recall-matches button').first().click();
  assert.equal(await page.textContent('#recall-lot'), 'STRAWBERRY-150 lot RETAIL-STRAWBERRY-3.1');
  assert.match(await page.textContent('#recall-from'), /STRAWBERRY lot SP-2504/);
  await page.fill('#recall-query', 'no such thing');
  assert.equal(await page.textContent('#recall-matches'), 'No such lot.');
  await page.locator('#holds tbody tr').click();
  assert.equal(await page.textContent('#recall-lot'), 'STRAWBERRY lot SP-2504');
  assert.deepEqual(troubles, []);
  await page.close();
});

test('the name of a lot never becomes markup or script', async () => {
  const text = readFileSync('scenarios/library/10_quality_hold/scenario.json', 'utf8');
  const {stock} = JSON.parse(text.replace(/^ *\/\/.*$/gm, '')).initial_state;
  stock.find((row) => row.material === 'STRAWBERRY').lot = kHostile;
  const out = dairy('--set', `/erp/quality/STONES/lot=${JSON.stringify(kHostile)}`, '--set',
                    `/initial_state/stock=${JSON.stringify(stock)}`);
  const {page, troubles} = await open(out, 1280);
  assert.equal(await page.textContent('#recall-lot'), `STRAWBERRY lot ${kHostile}`);
  assert.ok(await page.locator('#recall-used tbody tr').count() > 0);
  await page.fill('#recall-query', '<script>');
  assert.equal(await page.locator('#recall-matches button').first().textContent(),
               `STRAWBERRY lot ${kHostile}`);
  assert.ok((await page.textContent('#holds')).includes(kHostile));
  assert.equal(await page.locator('img').count(), 0);
  assert.notEqual(await page.title(), 'broken');
  assert.deepEqual(troubles, []);
  await page.close();
});

test('stations, classes and faults that a record has beside the usual ones are shown', async () => {
  const out = dairy();
  const audit = json(out, 'reconciliation.json');
  Object.assign(audit.list[0], {class: 'late_delivery', last_right: 'middleware_in',
                                first_wrong: 'a_new_place', fault: 'drops_message'});
  writeFileSync(join(out, 'reconciliation.json'), JSON.stringify(audit));
  const result = json(out, 'result.json');
  result.reconciliation.faults = {drops_message: {struck: 3, surfaced: 1, healed: 2}};
  writeFileSync(join(out, 'result.json'), JSON.stringify(result));
  planttwin('report', out, '--quiet');
  const {page, troubles} = await open(out, 1280);
  const matrix = await page.textContent('#finding-hops');
  assert.ok(matrix.includes('the inlet of the middleware \u2192 a new place'), matrix);
  await page.click('#finding-hops button[data-class=late_delivery]');
  await page.locator('#findings tbody tr').first().click();
  assert.match(await page.textContent('#journey'), /Injected fault\s*drops message/);
  assert.match(await page.textContent('#faults'), /drops message312/);
  assert.deepEqual(troubles, []);
  await page.close();
});

test('an older result has what it has', async () => {
  const out = dairy();
  const result = json(out, 'result.json');
  for (const member of ['value', 'inventory_accuracy', 'residual_value', 'genealogy']) {
    delete result.reconciliation[member];
  }
  for (const member of ['gates', 'holds', 'changes']) delete result.integration[member];
  writeFileSync(join(out, 'result.json'), JSON.stringify(result));
  const audit = json(out, 'reconciliation.json');
  delete audit.orders;
  for (const finding of audit.list) {
    delete finding.value;
    delete finding.against_stack;
  }
  writeFileSync(join(out, 'reconciliation.json'), JSON.stringify(audit));
  rmSync(join(out, 'messages.sqlite'));
  planttwin('report', out, '--quiet');
  const {page, troubles} = await open(out, 1280);
  assert.match(await page.textContent('#go-live-title'), /^Not passed/);
  for (const id of ['gates-panel', 'holds-panel', 'value-panel', 'recall-panel', 'traffic']) {
    assert.equal(await page.isVisible(`#${id}`), false, id);
  }
  await page.locator('#findings tbody tr').first().click();
  assert.ok(await page.isVisible('#journey'));
  assert.deepEqual(troubles, []);
  await page.close();
});

test('a driven run is not called met above what was found against its systems', async () => {
  const out = dairy();
  const result = json(out, 'result.json');
  Object.assign(result, {expectations: [{name: 'orders', pointer: '/orders/completed', passed: true,
                                         actual: 1, limit: 1}], passed: false});
  Object.assign(result.reconciliation, {residual: 0, unattributed: 0, residual_value: 0, against_stack: 4});
  writeFileSync(join(out, 'result.json'), JSON.stringify(result));
  planttwin('report', out, '--quiet');
  const {page, troubles} = await open(out, 1280);
  assert.equal(await page.textContent('#verdict-title'),
               '4 findings against the systems: to be mended or accepted');
  assert.deepEqual(troubles, []);
  await page.close();
});

test('on paper nothing is cut off', async () => {
  const {page, troubles} = await open(dairy(), 1120);
  await page.emulateMedia({media: 'print'});
  assert.deepEqual(await cut_off(page), []);
  assert.equal(await page.isVisible('#all-findings'), false);
  assert.deepEqual(troubles, []);
  await page.close();
});
