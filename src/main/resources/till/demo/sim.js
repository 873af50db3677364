// The far ends of a shop's wires: shelves and scanner, payment terminal, printer and drawer, lane light.
// It knows nothing of the sale. The shop is asked what its devices show, and answers when that changes.
'use strict';

const WORDS = {
  de: {
    title: 'Demo-Laden', kiosk: 'Kiosk', tech: 'Technik', help: 'Hilfe', caseOpen: 'Gehäuse offen', shelves: 'Regale und Scanner', scan: 'Scannen',
    garbage: 'Störung', half: 'Halbes Etikett', unknown: 'Unbekannt', unplug: 'Scanner abziehen', plug: 'Scanner anstecken',
    codeHint: 'Code, wie er auf dem Etikett steht', terminal: 'Kartenterminal', tap: 'Karte vorhalten', decline: 'Ablehnen',
    cancel: 'Abbrechen', next: 'Nächste Zahlung', faultNone: 'läuft gut', faultBusy: 'Terminal ist besetzt',
    faultPartial: 'Karte reicht für die Hälfte', faultSignature: 'mit Unterschrift', faultSlow: 'Bank braucht 10 Sekunden',
    faultSilent: 'Terminal schweigt', faultSilentAfter: 'schweigt nach der Buchung', faultDropBefore: 'Leitung reißt vor der Buchung',
    faultDrop: 'Leitung reißt nach der Buchung', faultCompletion: 'Abschluss geht verloren', faultAlone: 'Leitung weg, Kunde zahlt allein',
    off: 'aus', silent: 'stumm', busy: 'besetzt',
    REFUND: 'Gutschrift', REVERSAL: 'Storno', BOOKED: 'offen', ACKNOWLEDGED: 'bestätigt', REVERSED: 'storniert', drawer: 'Kassenlade', printer: 'Drucker', paperOut: 'Papier leer', coverOpen: 'Deckel offen',
    noPaper: 'Hier kommt der Bon heraus.', gone: 'Der Laden ist geschlossen. Warte, bis er wieder öffnet …',
    unpaired: 'Dieser Browser ist nicht angemeldet: bitte die Adresse öffnen, die scripts/demo ausgibt.', failed: 'Das ging nicht: ',
    fleet: 'Zentrale: neue Kopfzeile für den Bon', push: 'Senden', revision: 'Revision', staged: 'wartet auf eine Pause', unproven: 'auf Probe',
    applied: 'gilt', rejected: 'abgelehnt', 'rolled-back': 'zurückgenommen',
    bakery: 'Backwaren', dairy: 'Molkerei und Eier', produce: 'Obst und Gemüse', drinks: 'Getränke, Kaffee, Tee', pantry: 'Vorrat und Süßes',
    deli: 'Theke', household: 'Haushalt und Presse', refused: 'Was die Kasse ablehnt',
  },
  en: {
    title: 'demo shop', kiosk: 'Kiosk', tech: 'Technician', help: 'Help', caseOpen: 'Case open', shelves: 'Shelves and scanner', scan: 'Scan',
    garbage: 'Garbage', half: 'Half a label', unknown: 'Unknown item', unplug: 'Unplug scanner', plug: 'Plug scanner in',
    codeHint: 'A code as it stands on the label', terminal: 'Payment terminal', tap: 'Tap card', decline: 'Decline',
    cancel: 'Cancel', next: 'Next payment', faultNone: 'goes well', faultBusy: 'terminal is busy',
    faultPartial: 'card is good for half', faultSignature: 'with a signature', faultSlow: 'bank takes 10 seconds',
    faultSilent: 'terminal stays silent', faultSilentAfter: 'silent after booking', faultDropBefore: 'line breaks before booking',
    faultDrop: 'line breaks after booking', faultCompletion: 'completion is lost', faultAlone: 'line gone, customer pays alone',
    off: 'off', silent: 'silent', busy: 'busy',
    REFUND: 'refund', REVERSAL: 'reversal', BOOKED: 'open', ACKNOWLEDGED: 'acknowledged', REVERSED: 'reversed', drawer: 'cash drawer', printer: 'Printer', paperOut: 'Paper out', coverOpen: 'Cover open',
    noPaper: 'The receipt comes out here.', gone: 'The shop is closed. Waiting for it to open …',
    unpaired: 'This browser is not paired: please open the address that scripts/demo prints.', failed: 'That did not work: ',
    fleet: 'Fleet: new header for receipts', push: 'Push', revision: 'revision', staged: 'waits for a pause', unproven: 'on probation',
    applied: 'applied', rejected: 'rejected', 'rolled-back': 'rolled back',
    bakery: 'Bakery', dairy: 'Dairy and eggs', produce: 'Fruit and vegetables', drinks: 'Drinks, coffee, tea', pantry: 'Pantry and sweets',
    deli: 'Deli counter', household: 'Household and press', refused: 'What the till refuses',
  },
};
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

function good(item, price) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'good';
  button.dataset.item = item.itemId;
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', '/tilld/goods.svg#' + item.image);
  picture.append(use);
  const name = document.createElement('span');
  name.textContent = (item.names[language] || item.names.de)
    .replace(/ (?=(?:g|kg|l|ml)$)/, '\u00a0').replace(SYLLABLES, '$1\u00ad');
  const cost = document.createElement('b');
  cost.textContent = price.format(item.unitPrice / 100) + (item.unitOfMeasure === 'EA' ? '' : ' / ' + item.unitOfMeasure);
  button.append(picture, name, cost);
  button.addEventListener('click', () => {
    button.classList.remove('read');
    void button.offsetWidth;
    button.classList.add('read');
    act('scan', { code: item.code });
  });
  return button;
}

function drawScanner(scanner) {
  $('shelves').classList.toggle('unplugged', !scanner.plugged);
  $('plug').textContent = word(scanner.plugged ? 'unplug' : 'plug');
  $('plug').setAttribute('aria-pressed', String(!scanner.plugged));
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
  document.querySelectorAll('[data-terminal]').forEach(button => { button.disabled = !terminal.asking; });
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
  $('paper-out').checked = printer.paperOut;
  $('cover-open').checked = printer.coverOpen;
  $('printer-led').classList.toggle('bad', printer.paperOut || printer.coverOpen);
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
  image.src = '/v1/sim/paper/' + n + '.png';
  $('paper').prepend(image);
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
  act('printer', { drawerOpen: false });
}

function drawLight(light) {
  $('lamp-yellow').classList.toggle('on', light.yellow);
  $('lamp-green').classList.toggle('on', light.green);
  $('lamp-red').classList.toggle('on', light.red);
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
  $('language').textContent = language === 'de' ? 'English' : 'Deutsch';
  drawShelves();
  if (view) draw(view);
}

function draw(next) {
  drawScanner(next.scanner);
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

function showKioskBeside() {
  const wide = matchMedia('(min-width: 1220px)');
  const change = () => {
    document.body.classList.toggle('beside', wide.matches);
    $('counter').hidden = !wide.matches;
    if (wide.matches && !$('kiosk').src) $('kiosk').src = '/';
  };
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
      draw(await ask('view?after=' + (view ? view.revision : -1)));
      if (failures > 0) trouble('');
      failures = 0;
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
$('plug').addEventListener('click', () => act('scanner', { act: view.scanner.plugged ? 'unplug' : 'plug' }));
document.querySelectorAll('[data-terminal]').forEach(button =>
  button.addEventListener('click', () => {
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
for (const id of ['paper-out', 'cover-open']) {
  $(id).addEventListener('change', () =>
    act('printer', { paperOut: $('paper-out').checked, coverOpen: $('cover-open').checked }));
}

drawWords();
showKioskBeside();
follow();
