// The report of a run in a real browser, from a file and without a network: what tests of it share.
// Environment: PLANTTWIN_PROGRAM (the program), CHROMIUM (the browser, /usr/bin/chromium unless
// told), REPORT_PICTURES (a folder that gets a picture of each report).
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before} from 'node:test';
import {pathToFileURL} from 'node:url';

import {chromium} from 'playwright-core';

const program = process.env.PLANTTWIN_PROGRAM || 'build/release/bin/planttwin';
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
const pictures = process.env.REPORT_PICTURES;
const folder = mkdtempSync(join(tmpdir(), 'planttwin-report-'));
let browser;
let runs = 0;

// What every file of tests begins and ends with.
export function with_browser() {
  before(async () => {
    if (pictures) mkdirSync(pictures, {recursive: true});
    browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, {recursive: true, force: true});
  });
}

// Not to meet an expectation, exit code 1, is no failure here.
export function planttwin(...words) {
  const {status, stderr} = spawnSync(program, words, {encoding: 'utf8'});
  assert.ok(status === 0 || status === 1, `planttwin ${words.join(' ')}: ${status}, ${stderr}`);
}

export function run(name, ...more) {
  const out = join(folder, `${name}_${++runs}`);
  planttwin('run', `scenarios/library/${name}/scenario.json`, '--out', out, '--quiet', ...more);
  return out;
}

// A folder with what an experiment of a file gave.
export function experiment(file, ...more) {
  const out = join(folder, `experiment_${++runs}`);
  planttwin('experiment', file, '--out', out, '--quiet', ...more);
  return out;
}

// Opens the report of a folder; `troubles` collects whatever a console would show, and requests.
export async function open(out, width) {
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
export function coloured(page, id) {
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

export async function picture(page, name) {
  if (pictures) await page.screenshot({path: join(pictures, `${name}.png`), fullPage: true});
}
