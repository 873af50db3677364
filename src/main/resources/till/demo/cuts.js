// The power-cut matrix: a card for each row, played in a shop of its own.
import { isWaiting, wait } from '/tilld/dom.js';
import { FACTS, ROWS } from '/sim/words.js';

const cards = new Map();
const waiting = [];
let seen = [];

// What is to be played, one after the other.
export function playAll(act) {
  waiting.push(...seen.map(cut => cut.row).filter(row => !waiting.includes(row)));
  playNext(act);
}

function playNext(act) {
  if (waiting.length > 0 && !seen.some(cut => cut.state === 'running')) act('power-cut', { row: waiting.shift() });
}

export function drawCuts(cuts, language, word, act) {
  const before = JSON.stringify([seen, cards.language]);
  seen = cuts;
  if (before === JSON.stringify([cuts, language])) return;
  cards.language = language;
  const list = document.getElementById('cuts');
  const busy = cuts.some(cut => cut.state === 'running');
  cuts.forEach((cut, at) => {
    const card = cards.get(cut.row) || made(list, cut.row, act);
    draw(card, cut, at, busy, language, word);
  });
  playNext(act);
}

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function made(list, row, act) {
  const card = { node: element('li'), head: element('h3'), story: element('p', '', 'story'), must: element('p', '', 'must'),
    button: element('button', '', 'cut'), state: element('p', '', 'state'), facts: element('div', undefined, 'facts'), papers: element('div', undefined, 'papers') };
  card.node.dataset.row = row;
  card.button.type = 'button';
  card.state.setAttribute('role', 'status');
  card.button.addEventListener('click', () => {
    if (!isWaiting(card.button)) act('power-cut', { row });
  });
  card.node.append(card.head, card.story, card.must, card.button, card.state, card.facts, card.papers);
  list.append(card.node);
  cards.set(row, card);
  return card;
}

function draw(card, cut, at, busy, language, word) {
  const [head, story, must] = ROWS[language][cut.row];
  card.node.dataset.state = cut.state;
  card.head.replaceChildren(element('b', String(at + 1)), document.createTextNode(head));
  card.story.textContent = story;
  card.must.textContent = must;
  card.button.textContent = word(cut.state === 'good' || cut.state === 'bad' ? 'again' : 'play');
  card.button.setAttribute('aria-label', card.button.textContent + ': ' + head);
  wait(card.button, busy);
  card.state.textContent = stateOf(cut, word);
  const facts = cut.facts.length > 0 ? [table(cut.facts, language, word)] : [];
  card.facts.replaceChildren(...facts);
  drawPapers(card, cut, word);
}

function stateOf(cut, word) {
  if (cut.state === 'running') return '⏳ ' + word(cut.step === 'cut' ? 'cutNow' : cut.step) + ' …';
  if (cut.state === 'good') return '✓ ' + word('good');
  if (cut.state === 'bad') return '✗ ' + (cut.problem || word('bad'));
  return '';
}

function table(facts, language, word) {
  const said = value => ({ true: word('yes'), false: word('no') })[value] || value;
  const node = element('table');
  const head = node.createTHead().insertRow();
  ['what', 'must', 'is'].forEach(name => head.append(element('th', word(name))));
  const body = node.createTBody();
  facts.forEach(fact => {
    const row = body.insertRow();
    row.dataset.good = fact.good;
    const name = element('th', FACTS[language][fact.what] || fact.what);
    name.scope = 'row';
    row.append(name, element('td', said(fact.must)), element('td', (fact.good ? '✓ ' : '✗ ') + said(fact.is)));
  });
  return node;
}

function drawPapers(card, cut, word) {
  if (cut.papers === 0 || cut.state === 'running') {
    card.papers.replaceChildren();
  } else if (card.papers.childElementCount === 0) {
    card.papers.replaceChildren(...Array.from({ length: cut.papers }, (_, n) => {
      const link = element('a');
      link.href = `/v1/sim/power-cuts/${cut.row}/paper/${n + 1}.png`;
      link.target = '_blank';
      const image = new Image();
      image.loading = 'lazy';
      image.src = link.href + '?at=' + Date.now();
      image.alt = word('paper') + ' ' + (n + 1);
      link.append(image);
      return link;
    }));
  }
}
