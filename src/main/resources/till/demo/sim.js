// The far ends of a shop's wires: shelves and scanner, payment terminal, printer and drawer, lane light.
// It knows nothing of the sale. The shop is asked what its devices show, and answers when that changes.
import { drawCuts, playAll } from '/sim/cuts.js';
import { isWaiting, wait } from '/tilld/dom.js';
import { WORDS } from '/sim/words.js';

// Where long German names may be parted; few browsers know by themselves.
const SYLLABLES = /(roggen|misch|butter|mohn|rahm|bitter|blüten|tomaten|espresso|mineral|rispen|oliven|öl|tages)(?=[a-zäöüß]{3})/gi;
const PAPERS_SHOWN = 20;
const KIOSK_WIDTH = 820;
const DRAWER_OPEN_MS = 2500;
const PRESS_MS = 200;
const RETRY_MS = 500;
// A terminal that is being rebuilt is away for a moment; that is nothing to talk about.
const FAILURES_SILENT = 4;

const $ = id => document.getElementById(id);
let language = localStorage.getItem('language') || (navigator.language.startsWith('de') ? 'de' : 'en');
const pictures = new Map();
let shelves = [];
let view = null;
let shutting = 0;

const word = key => WORDS[language][key] || key;

async function ask(path, body) {
  const answer = await fetch('/v1/sim/' + path, body && {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  if (answer.status === 401 || answer.status === 403) throw new Error(word('unpaired'));
  if (!answer.ok) throw new Error(word('failed') + ((await answer.json()).detail || answer.status));
  return answer.json();
}

function trouble(text) {
  $('trouble').textContent = text;
  $('trouble').hidden = !text;
}

async function act(path, body) {
  try {
    const done = await ask(path, body);
    trouble('');
    if (done.wire) $('wire').textContent = done.wire;
  } catch (problem) {
    trouble(problem instanceof TypeError ? word('gone') : problem.message);
  }
}

// ---- shelves and scanner

function drawShelves() {
  const price = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' });
  $('goods').replaceChildren(...shelves.flatMap(shelf => {
    const heading = document.createElement('h3');
    heading.textContent = word(shelf.category);
    const board = document.createElement('div');
    board.className = 'shelf';
    board.append(...shelf.items.map(item => good(item, price)));
    return [heading, board];
  }));
}

// Pictures outlive a change of language: made anew they would be blank for a moment.
function kept(key, make) {
  if (!pictures.has(key)) pictures.set(key, make());
  return pictures.get(key);
}

function drawing(image) {
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', '/tilld/goods.svg#' + image);
  picture.append(use);
  return picture;
}

function symbolOf(code) {
  const symbol = new Image();
  symbol.className = 'symbol';
  symbol.loading = 'lazy';
  symbol.alt = '';
  symbol.src = '/v1/sim/symbol.svg?code=' + encodeURIComponent(code);
  return symbol;
}

function good(item, price) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'good';
  button.dataset.item = item.itemId;
  button.dataset.code = item.code;
  const picture = kept('picture ' + item.itemId, () => drawing(item.image));
  const name = document.createElement('span');
  name.textContent = (item.names[language] || item.names.de)
    .replace(/ (?=(?:g|kg|l|ml)$)/, '\u00a0').replace(SYLLABLES, '$1\u00ad');
  const cost = document.createElement('b');
  cost.textContent = price.format(item.unitPrice / 100) + (item.unitOfMeasure === 'EA' ? '' : ' / ' + item.unitOfMeasure);
  button.append(picture, name, cost);
  const traits = item.traits.map(trait => word(trait));
  if (item.plu) traits.push('PLU ' + item.plu);
  if (traits.length > 0) {
    const line = document.createElement('small');
    line.textContent = traits.join(' · ');
    button.append(line);
  }
  if (item.code) {
    const symbol = kept('symbol ' + item.itemId, () => symbolOf(item.code));
    button.append(symbol);
  }
  button.addEventListener('click', () => {
    button.classList.remove('read');
    void button.offsetWidth;
    button.classList.add('read');
    if (item.code) act('scan', { code: item.code });
    else act('scale', { act: 'put', weight: item.load });
  });
  return button;
}

// ---- scale

function drawScale(scale) {
  $('weight').textContent = scale.over ? '— — —' : scale.weight.replace('.', language === 'de' ? ',' : '.') + ' ' + word('kilograms');
  $('weight-state').textContent = word(scale.over ? 'over' : scale.moving ? 'moving' : 'atRest');
  $('shake').setAttribute('aria-pressed', String(scale.shaken));
}

// ---- cables

function drawCables(next) {
  $('shelves').classList.toggle('unplugged', !next.scanner.plugged);
  const states = {
    scanner: [next.scanner.plugged, 'plugged', 'unplugged'],
    printer: [next.printer.plugged, 'plugged', 'unplugged'],
    scale: [next.scale.plugged, 'plugged', 'unplugged'],
    payment: [next.terminal.plugged, 'plugged', 'unplugged'],
    broker: [next.network.broker, 'connected', 'cut'],
    collector: [next.network.collector, 'running', 'stopped'],
  };
  document.querySelectorAll('[data-cable]').forEach(button => {
    const [on, good, bad] = states[button.dataset.cable];
    button.setAttribute('aria-pressed', String(on));
    button.querySelector('span').textContent = word(on ? good : bad);
  });
}

// ---- payment terminal

function drawTerminal(terminal) {
  const lines = terminal.display.map(line => {
    const row = document.createElement(/\d[.,]\d\d/.test(line) ? 'em' : 'span');
    row.textContent = line;
    return row;
  });
  $('display').replaceChildren(...lines);
  $('payment').classList.toggle('asking', terminal.asking);
  if (!terminal.asking) $('payment').classList.remove('tapped');
  document.querySelectorAll('[data-terminal]').forEach(button => wait(button, !terminal.asking));
  $('fault').value = terminal.fault;
  $('payment').classList.toggle('off', !terminal.on);
  const states = { off: !terminal.on, silent: terminal.silent, busy: terminal.busy };
  document.querySelectorAll('[data-state]').forEach(box => { box.checked = states[box.dataset.state]; });
  $('bookings').replaceChildren(...terminal.bookings.map(booking));
}

// A line of the terminal's own books.
function booking(made) {
  const row = document.createElement('li');
  row.dataset.standing = made.standing;
  const cost = new Intl.NumberFormat(language, { style: 'currency', currency: made.currency });
  const what = made.kind === 'PAYMENT' ? '' : word(made.kind) + ' ';
  [made.receipt, what + cost.format(made.amount / 100), word(made.standing)].forEach(text => {
    const cell = document.createElement('span');
    cell.textContent = text;
    row.append(cell);
  });
  return row;
}

// ---- printer, drawer, light

function drawPrinter(printer) {
  const states = { 'cover-open': printer.coverOpen, slow: printer.slow, off: !printer.on };
  document.querySelectorAll('[data-print-state]').forEach(box => { box.checked = states[box.dataset.printState]; });
  const roll = printer.paperOut ? 'paper-out' : printer.nearEnd ? 'paper-low' : 'paper-full';
  document.querySelectorAll('[data-printer]').forEach(button => button.setAttribute('aria-pressed', String(button.dataset.printer === roll)));
  const said = !printer.on ? 'noPower' : !printer.plugged ? 'unplugged' : printer.coverOpen ? 'coverOpen' : printer.paperOut ? 'paperOut' : printer.nearEnd ? 'paperLow' : 'printerGood';
  $('printer-state').textContent = word(said);
  $('printer-led').className = 'led ' + (!printer.on ? 'off' : printer.paperOut || printer.coverOpen ? 'bad' : '');
  $('printer-led').parentElement.classList.toggle('open', printer.coverOpen);
  $('no-paper').hidden = printer.papers.length > 0;
  const shown = [...document.querySelectorAll('#paper [data-n]')];
  const known = new Set(shown.map(paper => paper.dataset.n));
  printer.papers.filter(n => !known.has(String(n))).forEach(n => feed(n, view !== null));
  shown.slice(PAPERS_SHOWN).forEach(paper => paper.remove());
  drawDrawer(printer.drawerOpen);
}

// The newest paper hangs out on top. A machine without fonts draws no picture: then it is text.
function feed(n, isNew) {
  const image = new Image();
  image.dataset.n = n;
  image.alt = word('printer') + ' ' + n;
  if (isNew) {
    image.addEventListener('load', () => {
      image.style.setProperty('--tall', image.offsetHeight + 'px');
      image.classList.add('new');
      $('paper').scrollTop = 0;
    });
  }
  image.addEventListener('error', async () => {
    const text = document.createElement('pre');
    text.dataset.n = n;
    text.textContent = await (await fetch('/v1/sim/paper/' + n + '.txt')).text();
    image.replaceWith(text);
  });
  image.src = '/v1/sim/paper/' + n + '.png?at=' + Date.now();
  $('paper').prepend(image);
}

// Another shop may be open now, which counts its papers from the beginning.
function forgetPapers() {
  document.querySelectorAll('#paper [data-n]').forEach(paper => paper.remove());
  view = null;
}

// Somebody pushes it shut after a moment, or when they tap it.
function drawDrawer(open) {
  $('drawer').classList.toggle('open', open);
  $('drawer').setAttribute('aria-label', word('drawer'));
  if (open && !shutting) shutting = setTimeout(shutDrawer, DRAWER_OPEN_MS);
}

function shutDrawer() {
  clearTimeout(shutting);
  shutting = 0;
  act('printer', { act: 'drawer-shut' });
}

function drawLight(light) {
  $('lamp-yellow').classList.toggle('on', light.yellow);
  $('lamp-green').classList.toggle('on', light.green);
  $('lamp-red').classList.toggle('on', light.red);
  const lit = ['red', 'yellow', 'green'].filter(lamp => light[lamp]).map(word);
  $('lamp').setAttribute('aria-label', word('lamp') + ': ' + (lit.join(', ') || word('dark')));
}

// ---- the fleet

function drawFleet(fleet) {
  $('pushed').textContent = fleet.revision ? word('revision') + ' ' + fleet.revision + ' ' + word(fleet.status) : '';
}

// ---- the page

function drawWords() {
  document.documentElement.lang = language;
  document.querySelectorAll('[data-t]').forEach(node => { node.textContent = word(node.dataset.t); });
  $('code').placeholder = word('codeHint');
  $('code').setAttribute('aria-label', word('codeHint'));
  $('kilograms').placeholder = '0.375';
  $('kilograms').setAttribute('aria-label', word('scale') + ', ' + word('kilograms'));
  document.querySelectorAll('[data-weight]:not([data-t])').forEach(button => {
    button.textContent = language === 'de' ? button.dataset.weight.replace('.', ',') : button.dataset.weight;
  });
  $('language').textContent = language === 'de' ? 'English' : 'Deutsch';
  drawShelves();
  if (view) draw(view);
}

function draw(next) {
  drawScale(next.scale);
  drawCables(next);
  drawCuts(next.powerCuts, language, word, act);
  drawTerminal(next.terminal);
  drawPrinter(next.printer);
  drawLight(next.light);
  $('case-open').checked = next.caseOpen;
  drawFleet(next.fleet);
  view = next;
}

function fitKiosk() {
  const box = $('counter').querySelector('.monitor');
  const scale = box.clientWidth / KIOSK_WIDTH;
  const kiosk = $('kiosk');
  kiosk.style.width = KIOSK_WIDTH + 'px';
  kiosk.style.height = box.clientHeight / scale + 'px';
  kiosk.style.transform = 'scale(' + scale + ')';
}

// The kiosk moves the focus on its screen as a customer needs it. Whoever is elsewhere on this page stays there.
function keepFocus(kiosk) {
  const element = kiosk.contentWindow.HTMLElement.prototype;
  const focus = element.focus;
  element.focus = function (options) {
    if (document.activeElement === kiosk) focus.call(this, options);
  };
}

function showKioskBeside() {
  const wide = matchMedia('(min-width: 1220px), (min-width: 1000px) and (min-height: 1200px)');
  const change = () => {
    document.body.classList.toggle('beside', wide.matches);
    $('counter').hidden = !wide.matches;
    if (wide.matches && !$('kiosk').src) $('kiosk').src = '/';
  };
  $('kiosk').addEventListener('load', () => keepFocus($('kiosk')));
  wide.addEventListener('change', change);
  new ResizeObserver(fitKiosk).observe($('counter').querySelector('.monitor'));
  change();
}

async function follow() {
  for (let failures = 0; ;) {
    try {
      if (shelves.length === 0) {
        shelves = await ask('shelves');
        drawShelves();
      }
      const next = await ask('view?after=' + (view ? view.revision : -1));
      if (failures > 0) {
        trouble('');
        forgetPapers();
      }
      failures = 0;
      draw(next);
    } catch (problem) {
      failures++;
      if (!(problem instanceof TypeError)) trouble(problem.message);
      else if (failures > FAILURES_SILENT) trouble(word('gone'));
      await new Promise(resolve => setTimeout(resolve, RETRY_MS));
    }
  }
}

$('language').addEventListener('click', () => {
  language = language === 'de' ? 'en' : 'de';
  localStorage.setItem('language', language);
  drawWords();
});
$('code-form').addEventListener('submit', event => {
  event.preventDefault();
  if ($('code').value) act('scan', { code: $('code').value });
  $('code').select();
});
document.querySelectorAll('[data-scanner]').forEach(button =>
  button.addEventListener('click', () => act('scanner', { act: button.dataset.scanner })));
document.querySelectorAll('[data-cable]').forEach(button =>
  button.addEventListener('click', () => act('cable', {
    cable: button.dataset.cable, act: button.getAttribute('aria-pressed') === 'true' ? 'unplug' : 'plug' })));
document.querySelectorAll('[data-weight]').forEach(button =>
  button.addEventListener('click', () => act('scale', { act: 'put', weight: button.dataset.weight })));
document.querySelectorAll('[data-scale]').forEach(button =>
  button.addEventListener('click', () => act('scale', { act: button.dataset.scale })));
$('shake').addEventListener('click', () => act('scale', { act: view.scale.shaken ? 'rest' : 'shake' }));
$('weight-form').addEventListener('submit', event => {
  event.preventDefault();
  if ($('kilograms').value) act('scale', { act: 'put', weight: $('kilograms').value.replace(',', '.') });
});
$('cuts-all').addEventListener('click', () => playAll(act));
document.querySelectorAll('[data-terminal]').forEach(button =>
  button.addEventListener('click', () => {
    if (isWaiting(button)) return;
    if (button.dataset.terminal === 'tap') $('payment').classList.add('tapped');
    act('terminal', { act: button.dataset.terminal });
  }));
document.querySelectorAll('[data-state]').forEach(box =>
  box.addEventListener('change', () => act('terminal', { act: box.checked ? box.dataset.state : box.dataset.back })));
$('fault').addEventListener('change', () => act('terminal', { act: 'fault', fault: $('fault').value }));
$('drawer').addEventListener('click', shutDrawer);
$('help').addEventListener('click', async () => {
  await act('case', { act: 'press' });
  setTimeout(() => act('case', { act: 'release' }), PRESS_MS);
});
$('case-open').addEventListener('change', () => act('case', { act: $('case-open').checked ? 'open' : 'shut' }));
$('fleet').addEventListener('submit', event => {
  event.preventDefault();
  if ($('header').value.trim()) act('fleet', { header: $('header').value.trim() });
});
document.querySelectorAll('[data-printer]').forEach(button =>
  button.addEventListener('click', () => act('printer', { act: button.dataset.printer })));
document.querySelectorAll('[data-print-state]').forEach(box =>
  box.addEventListener('change', () => act('printer', { act: box.checked ? box.dataset.printState : box.dataset.back })));

// ---- the two tabs

const TABS = [['tab-counter', 'counter-view', '#counter'], ['tab-cuts', 'cuts-view', '#power-cuts']];

function showTab(index) {
  TABS.forEach(([tab, panel], at) => {
    $(tab).setAttribute('aria-selected', String(at === index));
    $(tab).tabIndex = at === index ? 0 : -1;
    $(panel).hidden = at !== index;
  });
  history.replaceState(null, '', TABS[index][2]);
}

TABS.forEach(([tab], at) => {
  $(tab).addEventListener('click', () => showTab(at));
  $(tab).addEventListener('keydown', event => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    showTab(1 - at);
    $(TABS[1 - at][0]).focus();
  });
});
showTab(location.hash === '#power-cuts' ? 1 : 0);

drawWords();
showKioskBeside();
follow();
