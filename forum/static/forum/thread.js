// A discussion that grows while it is read. The server's pages say everything in words: those used here stand in the
// page, as data-w-* and <template>. A frame carries a message as every reader gets it; own controls are added here.

import { follow, outbox } from "../live/live.js";

const log = document.getElementById("log");
const list = log.querySelector(".messages");
const composer = document.getElementById("composer");
const words = log.dataset;
const { me, thread } = words;
const titles = JSON.parse(words.wTitles);
const isLast = "last" in words;
const find = (name, under = document) => under.querySelector(`[data-${name}]`);
const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });

function when(text) {
  const moment = new Date(text);
  const today = moment.toDateString() === new Date().toDateString();
  return today ? say(words.wToday, { time: clock.format(moment) }) : day.format(moment);
}

function note(text) {
  const line = document.createElement("p");
  line.className = "muted";
  line.textContent = text;
  return line;
}

function band() {
  const line = clone("chosen");
  line.append(` ${words.wAccepted}`);
  return line;
}

// Put our words and this reader's controls in a message that came as a frame.
function dress(item) {
  const { author, state, handle, edited } = item.dataset;
  const [body, who] = [item.querySelector(".message__body"), item.querySelector(".message__who")];
  const [name, place, time] = [who.querySelector("strong"), who.querySelector("span"), who.querySelector("time")];
  const mine = author === me;
  if (mine) name.textContent = words.wYou;
  else if (!author && state !== "welcome") name.textContent = words.wGone;
  if (mine) place?.remove();
  else if (author) {
    const held = item.dataset.titles.split(" ").map((title) => titles[title]);
    const line = place || document.createElement("span");
    line.textContent = [...held, line.textContent].filter(Boolean).join(", ");
    if (!place) name.after(line);
  }
  time.textContent = when(time.dateTime);
  if (item.classList.contains("message--accepted")) body.prepend(band());
  if (state !== "text") return body.append(note(words[`w${state[0].toUpperCase()}${state.slice(1)}`]));
  const row = clone("controls");
  const drop = (test, act) => test && find(act, row)?.remove();
  drop(mine || !author || !("mayPost" in words), "reply");
  for (const act of ["utile/", "segnala/", "nascondi/", "scegli/"]) drop(mine && act !== "scegli/", `act="${act}"`);
  for (const act of ["correggi/", "ritira/"]) drop(!mine, `act="${act}"`);
  drop(item.classList.contains("message--accepted"), `act="scegli/"`);
  const reply = find("reply", row);
  if (reply) reply.href = `?a=${handle}#id_text`;
  const base = words.base.replace("/0/", `/${item.id.slice(8)}/`);
  for (const one of row.querySelectorAll("[data-act]")) one[one.tagName === "A" ? "href" : "formAction"] = base + one.dataset.act;
  if (edited) row.append(say(words.wEdited, { moment: when(edited) }));
  body.append(row);
  count(item);
}

function count(item) {
  const useful = Number(item.dataset.useful);
  let line = find("useful-for", item);
  if (!line && useful) {
    line = document.createElement("span");
    line.dataset.usefulFor = "";
    item.querySelector(".message__actions")?.append(line);
  }
  if (line) line.textContent = useful ? say(words.wUseful, { n: useful.toLocaleString(language) }) : "";
}

// ── what arrives ─────────────────────────────────────────────────────────────────────────────────────────────────────

const inView = (one) => one && one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().bottom > 0;

// What is being read or written stays where it is on the screen, whatever comes above it.
function steady(act) {
  const mark = inView(composer) ? composer : null;
  const before = mark?.getBoundingClientRect().top;
  act();
  if (mark) scrollBy({ top: mark.getBoundingClientRect().top - before, behavior: "instant" });
}

function put(data) {
  const old = document.getElementById(`message-${data.id}`);
  // The one field of HTML: the server cleaned it, as it does for its pages.
  const item = document.createRange().createContextualFragment(data.html).firstElementChild;
  if (old) {
    const focused = old.contains(document.activeElement) && document.activeElement.textContent;
    dress(item);
    const pressed = old.querySelector("[aria-pressed=true]");
    const button = pressed && item.querySelector("[aria-pressed]");
    if (button) button.replaceWith(pressed);
    old.replaceWith(item);
    if (focused) [...item.querySelectorAll("a, button")].find((one) => one.textContent === focused)?.focus({ preventScroll: true });
    return false;
  }
  const others = [...list.children].filter((one) => one.dataset.n);
  // An earlier message, on another page of the discussion.
  if (!isLast || (others.length && data.n < Number(others[0].dataset.n))) return false;
  dress(item);
  const next = others.find((one) => Number(one.dataset.n) > data.n) || list.querySelector("[data-cid]");
  steady(() => list.insertBefore(item, next));
  return true;
}

function elsewhere({ kind, data }) {
  const item = document.querySelector(`.item[data-thread="${data.thread}"]`);
  if (!item || kind !== "message" || String(data.author) === me) return;
  let badge = item.querySelector(".count");
  if (!badge) item.append((badge = clone("count")));
  const number = badge.lastChild;
  number.textContent = Math.min(Number(number.textContent) + 1 || 100, 99);
}

const toast = find("new");
let fresh = 0;
let paused = false;
const held = [];

function announce() {
  const n = paused ? held.length : fresh;
  toast.hidden = !n;
  toast.firstElementChild.textContent = say(n === 1 ? toast.dataset.wOne : toast.dataset.wMany, { n });
}

function change(one) {
  const { kind, data } = one;
  if (String(data.thread) !== thread) return elsewhere(one);
  if (paused) {
    held.push(one);
    return announce();
  }
  const item = document.getElementById(`message-${data.id}`);
  if (item && kind === "message") return; // one's own, that the answer to the post has brought already
  if (item && kind === "useful") {
    item.dataset.useful = data.useful;
    return count(item);
  }
  const isNew = put(data);
  if (!isNew || String(data.author) === me) return;
  if (inView(list.lastElementChild)) seen();
  else {
    fresh += 1;
    announce();
  }
}

function seen() {
  if (document.hidden || paused) return;
  fresh = 0;
  announce();
  const last = [...list.children].findLast((one) => one.dataset.n);
  if (last && isLast) screen.read(thread, Number(last.dataset.n));
}

// ── the lines under the messages ─────────────────────────────────────────────────────────────────────────────────────

const live = find("live");
const pause = find("pause");
const present = find("presence");
const typing = find("typing");

function state(name) {
  const key = paused ? "paused" : name;
  live.dataset.now = name;
  live.textContent = live.dataset[`w${key[0].toUpperCase()}${key.slice(1)}`] || "";
  live.hidden = !live.textContent;
  pause.hidden = !["live", "polling"].includes(name);
}

const screen = follow(words.topic, {
  seq: Number(words.seq),
  epoch: words.epoch,
  change,
  state,
  presence(_, n) {
    present.hidden = n < 2;
    present.textContent = say(present.dataset.w, { n });
  },
  typing(who) {
    const here = who.filter((one) => one.thread === thread);
    typing.hidden = !here.length;
    typing.textContent = say(here.length === 1 ? typing.dataset.wOne : typing.dataset.wMany, { name: here[0]?.name, n: here.length });
  },
});

pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", paused);
  if (!paused) for (const one of held.splice(0)) change(one);
  state(live.dataset.now);
  announce();
});

toast.querySelector("button").addEventListener("click", () => {
  if (paused) pause.click();
  list.lastElementChild.scrollIntoView({ block: "center" });
  log.focus({ preventScroll: true });
  seen();
});

addEventListener("scroll", () => fresh && inView(list.lastElementChild) && seen(), { passive: true });
document.addEventListener("visibilitychange", () => inView(list.lastElementChild) && seen());

// ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const text = composer?.elements.text;

log.addEventListener("click", (event) => {
  const reply = event.target.closest("[data-reply]");
  if (!reply || !text) return;
  event.preventDefault();
  const name = `@${new URL(reply.href).searchParams.get("a")} `;
  if (!text.value.includes(name)) text.value = name + text.value;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
});

// The server's page shows what is to be corrected, with the text in it: so a refusal is sent again as a plain form.
function handBack(item) {
  const words = new Map(item.fields).get("text");
  text.value = text.value.trim() ? `${words}\n\n${text.value}` : words;
  composer.elements.cid.value = item.cid;
  composer.submit();
}

function sending(item, name, answer) {
  if (item.url !== composer.action) return;
  let row = list.querySelector(`[data-cid="${item.cid}"]`);
  if (name === "sent") {
    row?.remove();
    put(answer.body);
    document.querySelector(`#message-${answer.body.id} .message__actions`)?.prepend(clone("sent"));
    return seen();
  }
  if (!row) {
    row = clone("pending");
    row.dataset.cid = item.cid;
    row.querySelector(".prose p").textContent = new Map(item.fields).get("text");
    find("retry", row).onclick = () => (row.dataset.refused ? handBack(item) : box.retry(item.cid));
    find("drop", row).onclick = () => {
      box.drop(item.cid);
      row.remove();
    };
    steady(() => list.append(row));
  }
  const shown = name === "signin" ? "waiting" : name;
  for (const one of row.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== shown;
  find("retry", row).hidden = find("drop", row).hidden = name === "sending";
  if (name === "signin") state("signin");
  if (name === "failed" && answer) {
    row.dataset.refused = "1";
    if (!text.value.trim()) handBack(item);
  }
}

const box = composer && outbox({ key: `${me}:${words.topic}`, state: sending });

composer?.addEventListener("submit", (event) => {
  // What came back to be corrected, and the guard's own buttons, go the plain way.
  if (event.submitter?.name || composer.querySelector(".error, .callout") || !text.value.trim()) return;
  event.preventDefault();
  box.post(composer);
  text.value = "";
  localStorage.removeItem(`snodo-draft:${composer.dataset.draft}`);
  find("draft-state", composer).hidden = true;
  text.focus();
});
text?.addEventListener("input", () => screen.typing(thread));
