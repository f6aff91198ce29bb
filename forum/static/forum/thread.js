// A discussion that grows while it is read. Its words stand in the page, as data-w-* and <template>.

import { follow, outbox } from "../live/live.js";
import { calling } from "./calling.js";

const log = document.getElementById("log");
const list = log.querySelector(".messages");
const composer = document.getElementById("composer");
const text = composer?.elements.text;
const words = log.dataset;
const { me, thread } = words;
const isLast = "last" in words; // the page ends with the last message
const find = (name, under = document) => under.querySelector(`[data-${name}]`);
const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const wordFor = (element, name) => element.getAttribute(`data-w-${name}`) || "";
const inView = (one) => one && one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().bottom > 0;

// -- words --

const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });

function when(iso) {
  const moment = new Date(iso);
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday ? fill(words.wToday, { time: clock.format(moment) }) : day.format(moment);
}

function line(tag, content, name = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = content;
  return element;
}

// A frame is the same for every reader: put our words and her controls in it.
function dress(item) {
  const { author, state, handle, edited, titles } = item.dataset;
  const [body, who] = [item.querySelector(".message__body"), item.querySelector(".message__who")];
  const [name, place, time] = ["strong", "span", "time"].map((tag) => who.querySelector(tag));
  const mine = author === me;
  const accepted = item.classList.contains("message--accepted");
  place?.remove();
  if (mine) name.textContent = words.wYou;
  else if (author) name.after(line("span", [...titles.split(" ").map((one) => wordFor(log, one.toLowerCase() || "learner")), place?.textContent].filter(Boolean).join(", ")));
  else if (state !== "welcome") name.textContent = words.wGone;
  time.textContent = when(time.dateTime);
  if (accepted) {
    body.prepend(clone("chosen"));
    body.firstElementChild.append(` ${words.wAccepted}`);
  }
  if (state !== "text") return body.append(line("p", wordFor(log, state), "muted"));
  const row = clone("controls");
  const base = words.base.replace("/0/", `/${item.id.slice(8)}/`);
  for (const one of row.querySelectorAll("a, button")) {
    const { act, for: whose } = one.dataset;
    if ((whose && (whose === "mine") !== mine) || (accepted && act === "scegli/")) one.remove();
    else if (act) one[one.tagName === "A" ? "href" : "formAction"] = base + act;
    else one.href = `?a=${handle}#id_text`;
  }
  if (edited) row.append(line("span", fill(words.wEdited, { moment: when(edited) })));
  body.append(row);
  count(item);
}

function count(item) {
  const n = Number(item.dataset.useful);
  find("useful-for", item)?.remove();
  if (!n) return;
  const element = line("span", fill(words.wUseful, { n: n.toLocaleString(language) }));
  element.dataset.usefulFor = n;
  item.querySelector(".message__actions")?.append(element);
}

// -- what arrives --

// Where one writes stays where it is on the screen, whatever comes above it.
function steady(act) {
  const before = inView(composer) && composer.getBoundingClientRect().top;
  act();
  if (before) scrollBy({ top: composer.getBoundingClientRect().top - before, behavior: "instant" });
}

// Show a message; says whether it is one more.
function put(data) {
  const old = document.getElementById(`message-${data.id}`);
  // The one field of HTML: the server cleaned it, as it does for its pages.
  const item = document.createRange().createContextualFragment(data.html).firstElementChild;
  dress(item);
  if (old) {
    const pressed = old.querySelector("[aria-pressed=true]");
    if (pressed) item.querySelector("[aria-pressed]")?.replaceWith(pressed);
    const focused = old.contains(document.activeElement) && document.activeElement.textContent;
    old.replaceWith(item);
    if (focused) [...item.querySelectorAll("a, button")].find((one) => one.textContent === focused)?.focus({ preventScroll: true });
    return false;
  }
  const others = [...list.children].filter((one) => one.dataset.n);
  // Of another part of the discussion: that page shows it.
  if (!isLast || data.n < Number(others[0]?.dataset.n)) return false;
  steady(() => list.insertBefore(item, others.find((one) => Number(one.dataset.n) > data.n) || find("cid", list)));
  return true;
}

function elsewhere({ kind, data }) {
  const item = document.querySelector(`.item[data-thread="${data.thread}"]`);
  if (!item || kind !== "message" || String(data.author) === me) return;
  if (!item.querySelector(".count")) item.append(clone("count"));
  const number = item.querySelector(".count").lastChild;
  number.textContent = Math.min(Number(number.textContent) + 1 || 99, 99);
}

const toast = find("new");
const held = []; // what arrived during the pause
let fresh = 0; // what stands below the part that is read
let paused = false;

function announce() {
  const n = paused ? held.length : fresh;
  toast.hidden = !n;
  toast.firstElementChild.textContent = fill(n === 1 ? toast.dataset.wOne : toast.dataset.wMany, { n });
}

function change(one) {
  const { kind, data } = one;
  // Out of sight, also for who paused: the server shows what she may still read of it.
  if (!data.html && String(data.thread) === thread) return location.replace(words.base.replace("/0/", `/${data.id}/`));
  if (!data.html) return document.querySelector(`.item[data-thread="${data.thread}"]`)?.remove();
  if (String(data.thread) !== thread) return elsewhere(one);
  if (paused) {
    held.push(one);
    return announce();
  }
  const item = document.getElementById(`message-${data.id}`);
  if (item && kind === "message") return; // one's own: the answer to the post brought it
  if (item && kind === "useful") {
    item.dataset.useful = data.useful;
    return count(item);
  }
  if (put(data) && String(data.author) !== me) fresh += 1;
  if (inView(list.lastElementChild)) seen();
  else announce();
}

function seen() {
  if (document.hidden || paused || !isLast) return;
  fresh = 0;
  announce();
  const last = [...list.children].filter((one) => one.dataset.n).pop();
  if (last) screen.read(thread, Number(last.dataset.n));
}

// -- under the messages --

const live = find("live");
const pause = find("pause");
const present = find("presence");
const writers = find("typing");

function state(name) {
  live.dataset.now = name;
  live.textContent = wordFor(live, paused ? "paused" : name);
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
    present.textContent = fill(present.dataset.w, { n });
  },
  typing(who) {
    const here = who.filter((one) => one.thread === thread);
    writers.hidden = !here.length;
    writers.textContent = fill(here.length === 1 ? writers.dataset.wOne : writers.dataset.wMany, { name: here[0]?.name, n: here.length });
  },
});

pause.onclick = () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", paused);
  if (!paused) held.splice(0).forEach(change);
  state(live.dataset.now);
  announce();
};

toast.querySelector("button").onclick = () => {
  if (paused) pause.click();
  list.lastElementChild.scrollIntoView({ block: "center" });
  log.focus({ preventScroll: true });
  seen();
};

addEventListener("scroll", () => fresh && inView(list.lastElementChild) && seen(), { passive: true });
document.addEventListener("visibilitychange", () => inView(list.lastElementChild) && seen());

// -- writing --

log.addEventListener("click", (event) => {
  const reply = event.target.closest("[data-reply]");
  if (!reply || !text) return;
  event.preventDefault();
  const name = `@${new URL(reply.href).searchParams.get("a")} `;
  if (!text.value.includes(name)) text.value = name + text.value;
  text.focus();
});

const textOf = (item) => new Map(item.fields).get("text");

// A refusal is sent again as a plain form: the server's page shows what is to be corrected.
function handBack(item) {
  text.value = [textOf(item), text.value.trim()].filter(Boolean).join("\n\n");
  composer.elements.cid.value = item.cid;
  composer.submit();
}

function sending(item, name, answer) {
  if (item.url !== composer.action) return;
  let row = find(`cid="${item.cid}"`, list);
  if (name === "sent") {
    row?.remove();
    put(answer.body);
    document.querySelector(`#message-${answer.body.id} .message__actions`)?.prepend(clone("sent"));
    if (answer.body.uncalled) document.querySelector(`#message-${answer.body.id} .message__body`)?.append(line("p", answer.body.uncalled, "send-state send-state--warn"));
    return seen();
  }
  if (!row) {
    row = clone("pending");
    row.dataset.cid = item.cid;
    row.querySelector(".prose p").textContent = textOf(item);
    find("retry", row).onclick = () => (row.dataset.refused ? handBack(item) : box.retry(item.cid));
    find("drop", row).onclick = () => {
      box.drop(item.cid);
      row.remove();
    };
    steady(() => list.append(row));
  }
  if (name === "signin") state(name);
  const shown = name === "signin" ? "waiting" : name;
  for (const one of row.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== shown;
  find("retry", row).hidden = find("drop", row).hidden = name === "sending";
  if (name !== "failed" || !answer) return;
  row.dataset.refused = "1";
  if (!text.value.trim()) handBack(item);
}

const box = composer && outbox({ key: `${me}:${words.topic}`, state: sending });

composer?.addEventListener("submit", (event) => {
  // What came back goes the plain way, while there is a line to go by.
  const cameBack = event.submitter?.name || composer.querySelector(".error, .callout");
  if ((cameBack && navigator.onLine) || !text.value.trim()) return;
  event.preventDefault();
  box.post(composer);
  text.value = "";
  localStorage.removeItem(`snodo-draft:${me}:${composer.dataset.draft}`);
  find("draft-state", composer).hidden = true;
  text.focus();
});
text?.addEventListener("input", () => screen.typing(thread));
if (text) calling(text, find("calling", composer));
