/**
 * The web chat's page. The protocol is that of `bot/channels/web.py`.
 *
 * What must survive a reload is one value in `localStorage`, changed only by `change`; what is seen is drawn from it
 * by `draw`. So a second tab, a reply that comes twice and a connection that breaks need no code of their own.
 */

const KEY = "chat-tutor";
const MOST_MESSAGES = 200;
const MOST_CHARACTERS = 40_000; // a frame of 256 KiB holds them, however they are escaped
const LONGEST_BUBBLE = 2_000;
const PATIENCE = 15_000;
const SLOWEST_RETRY = 20_000;
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

const $ = (id) => document.getElementById(id);
const [log, empty, typing, end, link, composer, words, hint, latest] = [
  "log", "empty", "typing", "end", "link", "composer", "words", "hint", "latest",
].map($);

// What is kept

/**
 * @typedef {{id: string, by: "tutor" | "learner" | "page", at: number, html?: string, text?: string,
 *   held?: boolean, of?: string}} Entry
 *   One message. `held`: a pressed button's label, shown once its answer is a message of its own; `of`: whose button.
 * @typedef {{entries: Entry[], seen: string[], outbox: object[]}} Kept
 *   The conversation, ids of replies that were shown, and frames that the tutor has not confirmed.
 */

/** Stands in for `localStorage` where the browser refuses it. @type {Kept | null} */
let unsaved = null;

/** @returns {Kept} */
function kept() {
  if (unsaved) return unsaved;
  let read;
  try {
    read = JSON.parse(localStorage.getItem(KEY));
  } catch {
    read = null;
  }
  const list = (name) => (Array.isArray(read?.[name]) ? read[name] : []);
  return { entries: list("entries"), seen: list("seen"), outbox: list("outbox") };
}

/** Change what is kept, and show it. @param {(state: Kept) => void} edit */
function change(edit) {
  const state = kept();
  edit(state);
  state.entries = state.entries.slice(-MOST_MESSAGES);
  state.seen = state.seen.slice(-2 * MOST_MESSAGES);
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    unsaved = state;
  }
  draw();
}

// What is seen

let opening = null; // the `open` frame, until it is confirmed
let online = false;
let working = false; // an answer is being put into words

/** Bring the page in line with what is kept. */
function draw() {
  const { entries, outbox } = kept();
  const shown = entries.filter((entry) => !entry.held);
  const ids = new Set(shown.map((entry) => entry.id));
  const unsent = new Set(outbox.map((frame) => frame.id));
  const busy = new Set(outbox.map((frame) => frame.message));
  const messages = new Map([...log.children].map((message) => [message.dataset.id, message]));
  for (const [id, message] of messages) if (!ids.has(id)) message.remove();
  shown.forEach((entry, n) => {
    const message = messages.get(entry.id) ?? bubble(entry);
    if (log.children[n] !== message) log.insertBefore(message, log.children[n] ?? null);
    message.classList.toggle("unsent", !online && unsent.has(entry.id));
    setBusy(message, busy.has(entry.id));
    setDay(message, entry.at, shown[n - 1]?.at ?? Date.now());
  });
  empty.hidden = opening !== null || shown.length > 0;
  showTyping(online && (working || outbox.length > 0));
}

const find = (id) => [...log.children].find((message) => message.dataset.id === id);

/** @param {Entry} entry */
function bubble(entry) {
  const message = document.createElement("article");
  message.className = `message ${entry.by}`;
  message.dataset.id = entry.id;
  message.tabIndex = -1;
  const who = document.createElement("span");
  who.className = "who";
  who.textContent = { tutor: "Tutor: ", learner: "You: ", page: "Note: " }[entry.by];
  const body = document.createElement("div");
  body.className = "body";
  if (entry.by === "tutor") body.innerHTML = entry.html;
  else body.textContent = entry.text;
  message.append(who, body);
  return message;
}

/** Controls that wait for their answer keep the focus, so they are not `disabled`. */
function setBusy(message, busy) {
  if ((message.ariaBusy === "true") === busy) return;
  message.ariaBusy = busy ? "true" : null;
  for (const control of message.querySelectorAll("button")) control.ariaDisabled = busy ? "true" : null;
}

/** The first message of a day is headed by it. */
function setDay(message, at, before) {
  const [day, former] = [at, before].map((time) => DAY.format(time));
  if (day !== former) message.dataset.day = day;
  else delete message.dataset.day;
}

let typingTimer;

/** Dots appear only when an answer takes longer than a glance. */
function showTyping(wanted) {
  clearTimeout(typingTimer);
  if (!wanted) typing.replaceChildren();
  else if (!typing.hasChildNodes()) typingTimer = setTimeout(appendDots, 300);
}

function appendDots() {
  const said = document.createElement("span");
  said.className = "who";
  said.textContent = "The tutor is typing";
  const drawn = document.createElement("span");
  drawn.className = "dots";
  drawn.ariaHidden = "true";
  drawn.append(...[1, 2, 3].map(() => document.createElement("i")));
  typing.append(said, drawn);
  if (latest.hidden) end.scrollIntoView({ block: "end" });
}

/** Scroll so that a message can be read from its first line. */
function reveal(message) {
  const tall = message.offsetHeight > innerHeight / 2;
  (tall ? message : end).scrollIntoView({ block: tall ? "start" : "end" });
}

// What is sent

let socket = null;
let tries = 0;
let reconnecting;
let patience;

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

/** Keep a frame until the tutor confirms it, and send it. @param {object} frame @param {Partial<Entry>} entry */
function send(frame, entry) {
  frame = { ...frame, id: newId() };
  change((state) => {
    state.outbox.push(frame);
    state.entries.push({ id: frame.id, by: "learner", at: Date.now(), ...entry });
  });
  transmit(frame);
}

function transmit(frame) {
  if (socket?.readyState !== WebSocket.OPEN) return;
  socket.send(JSON.stringify(frame));
  patience ??= setTimeout(lose, PATIENCE);
}

function connect() {
  const url = new URL("socket", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  socket = new WebSocket(url);
  socket.onopen = () => {
    if (link.textContent) tell("Back", 4_000);
    online = true;
    draw();
    if (opening) transmit(opening);
    kept().outbox.forEach(transmit);
  };
  socket.onmessage = ({ data }) => {
    tries = 0;
    patience = clearTimeout(patience);
    receive(JSON.parse(data));
  };
  socket.onclose = lose;
}

/** The connection is gone, or silent for too long: try again, later each time, and not all tabs at once. */
function lose() {
  patience = clearTimeout(patience);
  socket.onclose = socket.onmessage = null;
  socket.close();
  online = false;
  draw();
  tell("Connection lost, trying again");
  const wait = Math.min(SLOWEST_RETRY, 500 * 2 ** tries++) * (0.5 + Math.random() / 2);
  reconnecting = setTimeout(connect, wait);
}

/** Something suggests that now is a good moment. */
function hurry() {
  if (online || document.hidden || socket.readyState === WebSocket.CONNECTING) return;
  clearTimeout(reconnecting);
  connect();
}

let untold;

function tell(text, milliseconds) {
  clearTimeout(untold);
  if (link.textContent !== text) link.textContent = text;
  if (milliseconds) untold = setTimeout(() => link.replaceChildren(), milliseconds);
}

// What is received

function receive(frame) {
  working = frame.type === "working" || (working && frame.type !== "reply");
  if (frame.type === "working") draw();
  else if (frame.type === "reply") receiveReply(frame);
  else if (frame.type === "done") settle(frame.id);
  else if (frame.type === "error") receiveError(frame);
}

/** Show a reply once, in place of the message that it updates, with the focus of the button; confirm it each time. */
function receiveReply({ id, turn, update, html }) {
  const former = find(update);
  const pressed = former ?? find(kept().entries.find((entry) => entry.id === turn)?.of);
  const focused = pressed?.contains(document.activeElement);
  const known = find(id);
  change((state) => {
    if (state.seen.includes(id)) return;
    state.seen.push(id);
    const at = state.entries.findIndex((entry) => entry.id === update);
    const reply = { id, by: "tutor", at: Date.now(), html };
    if (at >= 0) {
      state.entries[at] = { ...reply, at: state.entries[at].at };
      state.entries = state.entries.filter((entry) => entry.id !== turn || !entry.held);
    } else {
      for (const entry of state.entries) if (entry.id === turn) delete entry.held;
      state.entries.push(reply);
    }
  });
  const message = find(id);
  if (focused) message?.focus({ preventScroll: true });
  if (message && !known) former ? message.scrollIntoView({ block: "nearest" }) : reveal(message);
  socket.send(JSON.stringify({ type: "seen", ids: [id] }));
}

/** The tutor has taken this frame. */
function settle(id) {
  if (opening?.id === id) opening = null;
  change((state) => {
    state.outbox = state.outbox.filter((frame) => frame.id !== id);
    state.entries = state.entries.filter((entry) => entry.id !== `note-${id}`);
  });
}

/** Say what went wrong, once for each frame; what may work later is sent again by itself. */
function receiveError({ id, text, retry }) {
  const frame = opening?.id === id ? opening : kept().outbox.find((waiting) => waiting.id === id);
  if (!retry) settle(id);
  const note = `note-${id || newId()}`;
  if (!find(note)) {
    change((state) => state.entries.push({ id: note, by: "page", at: Date.now(), text }));
    reveal(find(note));
  }
  if (retry && frame) setTimeout(transmit, 3_000 + 2_000 * Math.random(), frame);
}

// What the learner does

function say(text) {
  const shown = text.length > LONGEST_BUBBLE ? `${text.slice(0, LONGEST_BUBBLE)}…` : text;
  send({ type: "say", text }, { text: shown });
  reveal(log.lastElementChild);
}

function sayWords(event) {
  event.preventDefault();
  const text = words.value.replace(/\p{Surrogate}/gu, "").trim(); // half an emoji cannot be sent
  words.focus();
  if (!text) hint.textContent = "Type a question first, or press one of the tutor's buttons.";
  else if (text.length > MOST_CHARACTERS) hint.textContent = "That is too long to send. A sentence or two will do.";
  else {
    words.value = "";
    fitRows();
    say(text);
  }
}

/** A press or a form stands for its message, which takes no other until it is answered. */
function act(control, frame) {
  const message = control.closest(".message");
  if (message.ariaBusy) return;
  send({ ...frame, message: message.dataset.id }, { text: control.textContent.trim(), held: true, of: message.dataset.id });
}

function pressed(event) {
  const button = event.target.closest("button[data-action]");
  const repeated = event.detail > 1; // the second click of a double click
  if (button && !repeated) act(button, { type: "press", action: button.dataset.action });
}

function submitted(event) {
  event.preventDefault();
  const form = event.target;
  const values = {};
  for (const [name, value] of new FormData(form)) (values[name] ??= []).push(value);
  act(event.submitter ?? form.querySelector("button"), { type: "submit", form: form.dataset.form, values });
}

function clear() {
  change((state) => (state.entries = []));
  hint.textContent = "The page is clear. Your progress is kept.";
  words.focus();
}

/** Browsers without `field-sizing` get rows by the lines that were typed. */
function fitRows() {
  words.rows = Math.min(5, words.value.split("\n").length);
}

log.addEventListener("click", pressed);
log.addEventListener("submit", submitted);
composer.addEventListener("submit", sayWords);
words.addEventListener("input", () => {
  hint.replaceChildren();
  fitRows();
});
words.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) sayWords(event);
});
$("hello").addEventListener("click", () => say("hello"));
$("clear").addEventListener("click", clear);
latest.addEventListener("click", () => end.scrollIntoView({ block: "end" }));
new IntersectionObserver(([{ isIntersecting }]) => (latest.hidden = isIntersecting)).observe(end);
addEventListener("storage", ({ key }) => (key === KEY || key === null) && draw());
addEventListener("online", hurry);
document.addEventListener("visibilitychange", hurry);

opening = { type: "open", id: newId(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
draw();
end.scrollIntoView({ block: "end", behavior: "instant" });
setTimeout(() => (log.ariaLive = "polite"), 500); // what was there before is not read out
if (matchMedia("(pointer: fine)").matches) words.focus({ preventScroll: true });
connect();
