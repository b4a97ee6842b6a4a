'use strict';

// The go-live checklist: what runs have shown of a stack, and what none has.

const kSections = {
  flows: {title: 'Flows', about: 'Kinds of messages. One works when all were taken and the audit ' +
          'has found nothing against the stack about them. One is disturbed when all that went wrong is laid at ' +
          'faults that were injected.'},
  objectives: {title: 'Objectives', about: 'Expectations of the scenarios, service levels among them.'},
  faults: {title: 'Faults', about: 'Injected on purpose. A fault has healed when the audit finds ' +
           'nothing of it, and surfaced when it does.'},
  defects: {title: 'Defects that the audit looks for', about: 'All of them were looked for in every ' +
            'run. One that was found somewhere shows that it would be found.'},
};
const kStates = {
  works: ['works', 'good'], faulty: ['faulty', 'bad'], disturbed: ['disturbed', ''], untested: ['not tested', 'open'],
  met: ['met', 'good'], missed: ['missed', 'bad'],
  healed: ['healed', 'good'], surfaced: ['surfaced', 'bad'],
  found: ['found', ''], not_found: ['not found', 'open'],
};

function by_id(id) {
  return document.getElementById(id);
}

function element(tag, text, name) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (name) made.className = name;
  return made;
}

// Cells are [text, class].
function fill_table(table, titles, rows) {
  const head = element('tr');
  for (const title of titles) head.append(element('th', title));
  const body = element('tbody');
  for (const row of rows) {
    const line = element('tr');
    for (const [text, name] of row) line.append(element('td', text, name));
    body.append(line);
  }
  const top = element('thead');
  top.append(head);
  table.append(top, body);
}

// What failed comes first, what nobody knows last.
function rank_of(row) {
  return ['bad', 'good', '', 'open'].indexOf(kStates[row.state][1]);
}

function show_section(section) {
  const {title, about} = kSections[section.id];
  const panel = element('section', undefined, 'panel');
  const table = element('table');
  table.id = section.id;
  panel.append(element('h2', title), element('p', about, 'about'), table);
  const rows = [...section.rows].sort((a, b) => rank_of(a) - rank_of(b));
  fill_table(table, ['What', 'State', 'Figures', 'Runs'], rows.map((row) =>
    [[row.what.replace(/_/g, ' ')], kStates[row.state], [row.figures || '-'],
     [row.runs.join(', ') || '-']]));
  by_id('sections').append(panel);
}

function sentence_of(section) {
  const tested = section.rows.length - section.untested;
  const name = kSections[section.id].title;
  const seen = section.id === 'defects' ? 'found at least once' : 'tested';
  return `${name}: ${tested} of ${section.rows.length} ${seen}` +
      (section.failed > 0 ? `, ${section.failed} of them not as they should be` : '');
}

function show(data) {
  by_id('title').textContent = data.title;
  by_id('facts').textContent = `${data.runs.length} ${data.runs.length === 1 ? 'run' : 'runs'} against ` +
      [...new Set(data.runs.map((run) => run.stack))].join(', ');
  by_id('verdict').classList.add(data.ready ? 'passed' : 'not-passed');
  by_id('badge').textContent = data.ready ? '\u2713' : '\u2717';
  by_id('verdict-title').textContent = data.ready ?
      'What was tested is as it should be' : 'Something is not as it should be';
  for (const section of data.sections) by_id('sentences').append(element('li', sentence_of(section)));
  fill_table(by_id('runs'), ['Run', 'Scenario', 'Stack', 'Postings', 'Against the stack', 'Folder', ''],
             data.runs.map((run) => [[run.id], [run.scenario], [run.stack], [String(run.postings)],
                                     [String(run.findings)], [run.folder],
                                     run.passed ? ['passed', 'good'] : ['not passed', 'bad']]));
  data.sections.forEach(show_section);
  by_id('foot').textContent = 'Not tested is not the same as wrong: nobody knows.';
}

show(JSON.parse(by_id('data').textContent));
