'use strict';

// Where a lot was used and where it comes from, by what happened and by the books, side by side.

const kMostMatches = 12;
const kMostAnswers = 400;
let recall = null;  // the query of this page, when it has one

// Lots that are reached from one, with how many steps away each is.
function reached(start, next) {
  const depth = new Map([[start, 0]]);
  const open = [start];
  for (let i = 0; i < open.length; ++i) {
    for (const lot of next.get(open[i]) ?? []) {
      if (depth.has(lot)) continue;
      depth.set(lot, depth.get(open[i]) + 1);
      open.push(lot);
    }
  }
  depth.delete(start);
  return depth;
}

class RecallQuery {
  constructor(figure) {
    this.lots = figure.lots.map(([item, lot]) => ({item, lot}));
    this.forward = {truth: new Map(), books: new Map()};
    this.backward = {truth: new Map(), books: new Map()};
    this.add(figure.both, ['truth', 'books']);
    this.add(figure.truth, ['truth']);
    this.add(figure.books, ['books']);
  }
  add(pairs, sides) {
    const lead = (map, from, into) => {
      if (!map.has(from)) map.set(from, []);
      map.get(from).push(into);
    };
    for (let i = 0; i < pairs.length; i += 2) {
      for (const side of sides) {
        lead(this.forward[side], pairs[i], pairs[i + 1]);
        lead(this.backward[side], pairs[i + 1], pairs[i]);
      }
    }
  }
  name(number) {
    const {item, lot} = this.lots[number];
    return item === '' ? `lot in process ${lot}` : `${item} lot ${lot}`;
  }
  // Numbers of lots with all the words in their names; stock lots come first.
  matches(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.lots.map((_, i) => i).filter((i) => {
      const name = this.name(i).toLowerCase();
      return words.every((word) => name.includes(word));
    });
    const in_process = (i) => this.lots[i].item === '';
    return found.sort((a, b) => in_process(a) - in_process(b) || a - b);
  }
  number(item, lot) {
    return this.lots.findIndex((each) => each.item === item && each.lot === lot);
  }
  // A row for each lot that truth or books name, those of only one first:
  // {lot, depth, truth, books}.
  answer(start, edges) {
    const truth = reached(start, edges.truth);
    const books = reached(start, edges.books);
    return [...new Set([...truth.keys(), ...books.keys()])].map((lot) => (
      {lot, depth: truth.get(lot) ?? books.get(lot), truth: truth.has(lot), books: books.has(lot)}))
        .sort((a, b) => (a.truth && a.books) - (b.truth && b.books) || a.depth - b.depth ||
                        this.name(a.lot).localeCompare(this.name(b.lot)));
  }
}

function answer_sentence(rows) {
  if (rows.length === 0) return 'No lot, neither by the plant nor by the books.';
  const lost = rows.filter((row) => !row.books).length;
  const wrong = rows.filter((row) => !row.truth).length;
  const words = `${plural(rows.length - wrong, 'lot', 'lots')} in truth, ` +
      `${number(rows.length - lost)} by the books`;
  if (lost === 0 && wrong === 0) return `${words}: the same.`;
  return `${words}: ${number(lost)} missing, ${number(wrong)} that are not true.`;
}

function answer_table(rows) {
  const table = element('table', undefined, 'recall-table');
  const head = element('tr');
  head.append(element('th', 'Steps', 'number'), element('th', 'In the plant'),
              element('th', 'In the books'));
  const cell = (row, known, otherwise) => known ?
      element('td', recall.name(row.lot)) : element('td', otherwise, 'missed');
  const body = element('tbody');
  body.append(...rows.slice(0, kMostAnswers).map((row) => {
    const line = element('tr', undefined, row.truth === row.books ? '' : 'differs');
    line.append(element('td', number(row.depth), 'number'), cell(row, row.truth, 'not true'),
                cell(row, row.books, 'missing'));
    return line;
  }));
  const thead = element('thead');
  thead.append(head);
  table.append(thead, body);
  return table;
}

function show_answer(id, rows) {
  const parts = [element('p', answer_sentence(rows), 'about')];
  if (rows.length > 0) {
    const scroll = element('div', undefined, 'scroll');
    scroll.append(answer_table(rows));
    parts.push(scroll);
  }
  if (rows.length > kMostAnswers) {
    parts.push(element('p', `and ${number(rows.length - kMostAnswers)} more`, 'about'));
  }
  by_id(id).replaceChildren(...parts);
}

function choose_lot(lot) {
  by_id('recall-query').value = recall.name(lot);
  by_id('recall-matches').replaceChildren();
  by_id('recall-answer').hidden = false;
  by_id('recall-lot').textContent = recall.name(lot);
  show_answer('recall-used', recall.answer(lot, recall.forward));
  show_answer('recall-from', recall.answer(lot, recall.backward));
}

function show_matches() {
  const found = recall.matches(by_id('recall-query').value);
  const buttons = found.slice(0, kMostMatches).map((lot) => {
    const button = element('button', recall.name(lot));
    button.type = 'button';
    button.addEventListener('click', () => choose_lot(lot));
    return button;
  });
  if (found.length === 0) buttons.push(element('span', 'No such lot.', 'about'));
  if (found.length > kMostMatches) {
    buttons.push(element('span', `and ${number(found.length - kMostMatches)} more`, 'about'));
  }
  by_id('recall-matches').replaceChildren(...buttons);
}

// From elsewhere on the page.
function ask_recall(item, lot) {
  const found = recall ? recall.number(item, lot) : -1;
  if (found < 0) return;
  choose_lot(found);
  by_id('recall-panel').scrollIntoView();
}

// The lot that a hold names, else the first that truth and books tell another story of, else any.
function first_lot(result, figure) {
  for (const hold of Object.values(result.integration.holds ?? {})) {
    const held = recall.number(hold.item, hold.lot);
    if (held >= 0) return held;
  }
  const lots = [...figure.truth, ...figure.books, ...figure.both];
  return lots.find((lot) => recall.lots[lot].item !== '') ?? lots[0];
}

function show_recall(result, figure) {
  by_id('recall-panel').hidden = !figure;
  if (!figure) return;
  recall = new RecallQuery(figure);
  by_id('recall-left-out').hidden = figure.left_out === 0;
  by_id('recall-left-out').textContent =
      `${number(figure.left_out)} other lots are left out here: the table lot_edge of ` +
      'messages.sqlite has all of them.';
  by_id('recall-part').hidden = figure.lots.length === 0;
  if (figure.lots.length === 0) return;
  by_id('recall-query').addEventListener('input', show_matches);
  choose_lot(first_lot(result, figure));
}
