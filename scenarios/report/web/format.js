'use strict';

// Figures as a person reads them at a glance: three digits, a unit that fits.

function number(value) {
  if (value === null || value === undefined || !isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en-US');
  if (value === 0) return '0';
  return String(Number(value.toPrecision(size >= 1 ? 3 : 2)));
}

function percent(share) {
  if (share === null || share === undefined) return '-';
  const size = Math.abs(share);
  if (size > 0 && size < 0.0005) return '< 0.1 %';
  return `${Number((share * 100).toFixed(1)).toLocaleString('en-US')} %`;
}

function duration(seconds) {
  if (seconds === null || seconds === undefined || !isFinite(seconds)) return '-';
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 1) return number(seconds * 1000) + ' ms';
  if (size < 120) return number(seconds) + ' s';
  if (size < 7200) return number(seconds / 60) + ' min';
  if (size < 2 * 86400) return number(seconds / 3600) + ' h';
  return number(seconds / 86400) + ' d';
}

// An exact amount of money.
function amount(value) {
  if (value === null || value === undefined) return '-';
  return value.toLocaleString('en-US', {minimumFractionDigits: 2, maximumFractionDigits: 6});
}

function signed_amount(value) {
  return (value > 0 ? '+' : '') + amount(value);
}

function money(value, currency) {
  return `${amount(value)} ${currency}`;
}

function signed_money(value, currency) {
  return `${signed_amount(value)} ${currency}`;
}

// "state_of_it" as people write it.
function spaced(name) {
  return name.replace(/_/g, ' ');
}

function plural(count, one, many) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

// Text for places that take markup: the tooltips of charts.
function escaped(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

// The unit in which a duration of this size is drawn on an axis.
function unit_for(seconds) {
  if (seconds < 1) return {name: 'ms', seconds: 0.001};
  if (seconds < 180) return {name: 's', seconds: 1};
  if (seconds < 3 * 3600) return {name: 'min', seconds: 60};
  if (seconds < 4 * 86400) return {name: 'h', seconds: 3600};
  return {name: 'd', seconds: 86400};
}

function unpacked(text) {
  return text === '' ? [] : text.split(' ').map(Number);
}

function unpacked36(text) {
  return text === '' ? [] : text.split(' ').map((word) => parseInt(word, 36));
}

// The wall clock of the plant. A time is in seconds since the start of the scenario; the result is
// in milliseconds, to be shown as if it were UTC. Without a log it is UTC.
class WallClock {
  constructor(result, figures) {
    this.start = Date.parse(result.start.replace(/\.(\d{3})\d*Z$/, '.$1Z'));
    this.offsets = figures ? figures.gantt.offsets : [];
    this.zone = figures ? figures.gantt.zone : 'UTC';
  }
  at(seconds) {
    let offset = 0;
    for (let i = 0; i < this.offsets.length; i += 2) {
      if (i > 0 && this.offsets[i] > seconds) break;
      offset = this.offsets[i + 1];
    }
    return this.start + (seconds + offset) * 1000;
  }
  text(seconds) {
    return wall_text(this.at(seconds));
  }
}

const kDays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function date_text(milliseconds) {
  const date = new Date(milliseconds);
  return `${kDays[date.getUTCDay()]} ${date.toISOString().slice(0, 10)}`;
}

function clock_text(milliseconds) {
  return new Date(milliseconds).toISOString().slice(11, 16);
}

function wall_text(milliseconds) {
  return `${date_text(milliseconds)} ${clock_text(milliseconds)}`;
}

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (name) made.className = name;
  return made;
}

function by_id(id) {
  return document.getElementById(id);
}

// Fills a selector with [value, text] pairs.
function fill_select(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => {
    const option = element('option', text);
    option.value = value;
    return option;
  }));
  if (chosen !== undefined) select.value = chosen;
}
