// Open screens: follow what grows, and post so that nothing is lost. No words of its own.
//
// import { follow, outbox } from "…/live/live.js";
//
// const screen = follow("channel:12", {
//   seq: 345, epoch: "…",     where the page stands (data-* of the page); seq null = begin at the head
//   change(c) {},             c = {seq, kind, data}: one change, in order, once; apply it to the page (it is the thing's present state)
//   reset() {},               too far behind: load that part of the page again and return (a promise of) {seq, epoch}.
//                             Left out or returning nothing: the page is reloaded
//   state(name) {},           connecting | live | polling | offline | signin | denied
//   typing(list) {},          [{id, name, thread}] who is writing now, oneself left out (name "" where ids only travel)
//   presence(list, n) {},     [{id, name}] who has it open (empty above 200 people) and how many
//   read(thread, n) {},       one's own read mark, set on another device
//   bump(seq) {},             with light: true, instead of change: it has moved to this number (at most once a second)
//   light: false,
// });
// screen.typing(thread)       say that one is writing; call it at each key (sent at most once in 3 s).
//                             Never for a message without a name
// screen.read(thread, n)      say how far one has read (sent at most once in 2 s, the highest wins)
// screen.stop()
//
// const box = outbox({
//   key: "7:channel:12",      person and channel: one post in flight for each key, also across tabs
//   keep: true,               false: in memory only (cases)
//   state(item, name, answer) {},
// });                         item = {cid, url, fields: [[name, value]], at}; what was left unanswered is sent again at once
//   sending                   in flight
//   waiting                   not sent yet, will be tried again by itself
//   sent                      stored: answer = {status: 201, body}; body is the JSON (or the text) of the server
//   failed                    refused (403, 404, 409, 413, 422 …): answer = {status, body}; out of the box, the text is the page's again
//                             (answer null: it lay in the box for more than an hour; it stays there until retry or drop)
//   signin                    401: kept; after signing in box.retry()
// box.post(form)              takes fields and action of a form element, gives them a `cid` (UUIDv7), returns the item
// box.retry(cid?)  box.drop(cid)  box.items()
//
// The server answers 201 with a body that holds the cid (JSON {cid, seq, html}); anything else is not "sent".
// The request says Accept: application/json and X-Requested-With: outbox.

const PROTOCOL = "snodo.v1.json";
const TRY_MS = 3000; // how long a socket may take to open, twice, before the long poll takes over
const SOCKET_AGAIN_MS = 5 * 60 * 1000;
const HIDDEN_MS = 5 * 60 * 1000;

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const jitter = (failures, base = 500, most = 30000) => Math.random() * Math.min(most, base * 2 ** failures);

// ── following ────────────────────────────────────────────────────────────────────────────────────────────────────────

const follows = new Map(); // topic → Follow
let socket = null; // the one of this tab
let greeted = false;
let me = null;
let failures = 0; // in a row, to wait longer each time
let unopened = 0; // sockets in a row that never got as far as hello
let timer = 0; // of the next try
let beat = 0;
let heardAt = 0;
let greetedAt = 0;
let polling = null; // AbortController of the long polls
let stopped = ""; // signin or denied: nothing more by itself
let asleep = false;

class Follow {
  constructor(topic, options) {
    this.topic = topic;
    this.on = options;
    this.light = !!options.light;
    this.cursor = options.seq ?? -1;
    this.epoch = options.epoch || "";
    this.lost = false; // refused, or being loaded again: not to be asked for
    this.resyncing = false;
    this.said = "";
    this.typedAt = 0;
    this.marks = new Map();
  }

  call(name, ...values) {
    try {
      return this.on[name]?.(...values);
    } catch (error) {
      reportError(error); // the page's own trouble must not stop what follows
    }
  }

  state(name) {
    if (this.said !== name) this.call("state", (this.said = name));
  }

  get asked() {
    const asked = { topic: this.topic, s: this.cursor, ep: this.epoch, lvl: this.light ? "light" : "full" };
    if (this.on.presence) asked.pres = true;
    return asked;
  }

  apply({ s, k, d }) {
    this.cursor = s;
    this.call("change", { seq: s, kind: k, data: d });
  }

  // One change, live: only the next one.
  event(frame) {
    if (frame.s === this.cursor + 1) this.apply(frame);
    else if (frame.s > this.cursor) this.resync();
  }

  // Several, compacted: each thing's present state.
  sync(frame) {
    if (frame.from > this.cursor) return this.resync();
    this.resyncing = false;
    for (const item of frame.items) if (item.s > this.cursor) this.apply(item);
    this.cursor = Math.max(this.cursor, frame.to);
  }

  subscribed(frame) {
    this.resyncing = false;
    this.epoch = frame.ep || this.epoch;
    if (this.cursor < 0) this.cursor = frame.s;
    if (!this.light && frame.s > this.cursor) return this.resync();
    this.state("live");
  }

  resync() {
    if (this.resyncing) return;
    this.resyncing = true;
    say({ t: "resync", topic: this.topic, s: this.cursor });
  }

  async reset() {
    this.lost = true;
    this.resyncing = false;
    let now;
    try {
      now = await this.on.reset?.();
    } catch {
      return setTimeout(() => this.reset(), 5000);
    }
    if (!now) return reload();
    this.cursor = now.seq;
    this.epoch = now.epoch || "";
    this.lost = false;
    if (greeted) say({ t: "sub", ...this.asked });
  }

  deny() {
    this.lost = true;
    this.state("denied");
  }
}

// A page that cannot bring itself up to date is loaded again, but never in a circle.
function reload() {
  const last = Number(sessionStorage.getItem("snodo-live-reload") || 0);
  if (Date.now() - last < 60000) return;
  sessionStorage.setItem("snodo-live-reload", String(Date.now()));
  location.reload();
}

function say(frame) {
  if (!greeted || socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify(frame));
  return true;
}

function everyone(name) {
  for (const one of follows.values()) if (!one.lost) one.state(name);
}

const wanted = () => [...follows.values()].filter((one) => !one.lost);

function connect() {
  clearTimeout(timer);
  if (socket || stopped || asleep || !follows.size) return;
  if (!polling) everyone(navigator.onLine === false ? "offline" : "connecting");
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/v1/`, PROTOCOL);
  const slow = setTimeout(() => mine.close(), TRY_MS);
  socket = mine;
  greeted = false;
  mine.onopen = () => mine.send(JSON.stringify({ t: "hello", v: 1, subs: wanted().map((one) => one.asked) }));
  mine.onmessage = (message) => {
    heardAt = Date.now();
    clearTimeout(slow);
    if (socket === mine) hear(JSON.parse(message.data));
  };
  mine.onclose = ({ code }) => {
    clearTimeout(slow);
    if (socket === mine) closed(code);
  };
}

// Forget the socket: a dead one may take long to say that it is closed.
function letGo() {
  const old = socket;
  socket = null;
  greeted = false;
  clearInterval(beat);
  for (const one of follows.values()) one.resyncing = false;
  old?.close(1000);
}

function closed(code) {
  const opened = greeted;
  letGo();
  if (code === 4401 || code === 4403 || code === 4510) {
    stopped = code === 4401 ? "signin" : code === 4403 ? "denied" : "offline";
    stopPolling();
    return everyone(stopped);
  }
  unopened = opened ? 0 : unopened + 1;
  if (opened && Date.now() - greetedAt > 10000) failures = 0;
  if (unopened >= 2 && !asleep) poll();
  if (!polling) everyone(navigator.onLine === false ? "offline" : "connecting");
  // A restart sends everybody away at once: come back spread over ten seconds.
  later(code === 1012 ? Math.random() * 10000 : undefined);
}

function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(connect, ms ?? (polling ? SOCKET_AGAIN_MS : jitter(failures++)));
}

function hear(frame) {
  const one = follows.get(frame.topic);
  switch (frame.t) {
    case "hello":
      greeted = true;
      greetedAt = Date.now();
      unopened = 0;
      me = frame.user;
      stopPolling();
      beat = setInterval(() => {
        if (Date.now() - heardAt > frame.hb * 1000 + 20000) {
          letGo();
          later();
        } else say({ t: "ping", ts: Date.now() });
      }, frame.hb * 1000);
      for (const each of wanted()) sendMarks(each);
      break;
    case "subd":
      return one?.subscribed(frame);
    case "ev":
      return one?.event(frame);
    case "sync":
      return one?.sync(frame);
    case "reset":
      return one?.reset();
    case "typing":
      return one?.call("typing", frame.who.filter((who) => who.id !== me).map((who) => ({ ...who, thread: who.th })));
    case "pres":
      return one?.call("presence", frame.who, frame.n);
    case "read":
      return one?.call("read", frame.th, frame.n);
    case "bump":
      for (const [topic, seq] of frame.topics) follows.get(topic)?.call("bump", seq);
      break;
    case "err":
      if (!one) return;
      if (frame.code === "denied" || frame.code === "gone" || frame.code === "size") return one.deny();
      if (frame.code === "storage" || frame.code === "busy") {
        one.resyncing = false;
        setTimeout(() => follows.get(one.topic) === one && say({ t: "sub", ...one.asked }), (frame.retry || 2) * 1000);
      }
  }
}

// ── without a socket: the same cursor over HTTP ──────────────────────────────────────────────────────────────────────

function poll() {
  if (polling || stopped) return;
  polling = new AbortController();
  wanted().forEach((one, place) => pollOne(one, place, polling.signal));
}

function stopPolling() {
  polling?.abort();
  polling = null;
}

async function pollOne(one, place, signal) {
  // Browsers open six connections a site: two topics wait for news, the others ask now and then.
  const waits = place < 2 && !one.light;
  let etag = "";
  for (let wrong = 0; !signal.aborted && !one.lost && follows.get(one.topic) === one; ) {
    let pause = waits ? 0 : 15000;
    try {
      // The first answer comes at once: it says that this way is open.
      const query = new URLSearchParams({ wait: waits && etag ? 25 : 0, ep: one.epoch });
      const answer = await fetch(`/live/v1/${encodeURIComponent(one.topic)}/${one.cursor}?${query}`, {
        signal,
        cache: "no-store",
        headers: etag ? { "If-None-Match": etag } : {},
      });
      if (answer.status === 401) {
        stopped = "signin";
        stopPolling();
        return everyone(stopped);
      }
      if (answer.status === 404 || answer.status === 403) return one.deny();
      if (answer.status !== 304 && !answer.ok) {
        const error = new Error(answer.status);
        error.retry = Number(answer.headers.get("Retry-After")) * 1000;
        throw error;
      }
      // The server was away, not the socket's way to it: no need to wait five minutes.
      if (wrong) later(Math.random() * 5000);
      wrong = 0;
      etag = answer.headers.get("ETag") || "";
      one.state("polling");
      if (answer.status === 200) {
        const frame = await answer.json();
        if (frame.t === "reset") {
          await one.reset();
          etag = "";
        } else {
          if (one.cursor < 0) one.cursor = frame.from;
          one.epoch = frame.ep || one.epoch;
          const before = one.cursor;
          one.sync(frame);
          if (one.light && one.cursor > before) one.call("bump", one.cursor);
          if (frame.more) pause = 0;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      one.state("offline");
      pause = error.retry || 1000 + jitter(wrong++, 1000);
    }
    // Not even an endless row of instant answers may become a storm.
    await sleep(Math.max(pause, 250));
  }
}

// ── asleep and awake ─────────────────────────────────────────────────────────────────────────────────────────────────

let sleeping = 0;

function fallAsleep() {
  asleep = true;
  clearTimeout(timer);
  stopPolling();
  letGo();
}

function wake() {
  clearTimeout(sleeping);
  if (stopped === "signin") stopped = ""; // she may have signed in elsewhere meanwhile
  asleep = false;
  failures = 0;
  if (!socket && !polling) connect();
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(sleeping);
  if (document.hidden) sleeping = setTimeout(fallAsleep, HIDDEN_MS);
  else wake();
});
addEventListener("online", () => {
  letGo(); // what was open before may be dead without knowing
  wake();
});
addEventListener("offline", () => everyone("offline"));
// An open socket would keep the page out of the browser's back-and-forward store.
addEventListener("pagehide", () => {
  for (const one of follows.values()) sendMarks(one);
  fallAsleep();
});
addEventListener("pageshow", (event) => event.persisted && wake());

// ── what pages call ──────────────────────────────────────────────────────────────────────────────────────────────────

function sendMarks(one) {
  clearTimeout(one.marking);
  one.marking = 0;
  for (const [thread, n] of one.marks) {
    if (!say({ t: "read", topic: one.topic, th: thread, n })) return;
    one.marks.delete(thread);
  }
}

export function follow(topic, options) {
  const one = new Follow(topic, options);
  follows.set(topic, one);
  if (greeted) say({ t: "sub", ...one.asked });
  else if (polling) pollOne(one, follows.size - 1, polling.signal);
  else queueMicrotask(connect); // so that all that a page follows travels in one hello
  return {
    typing(thread) {
      if (Date.now() - one.typedAt > 3000 && say({ t: "typing", topic, th: String(thread ?? "") })) one.typedAt = Date.now();
    },
    read(thread, n) {
      thread = String(thread ?? "");
      if (n > (one.marks.get(thread) ?? -1)) one.marks.set(thread, n);
      one.marking ||= setTimeout(() => sendMarks(one), 2000);
    },
    stop() {
      if (follows.get(topic) !== one) return;
      follows.delete(topic);
      sendMarks(one);
      say({ t: "unsub", topic });
      if (!follows.size) {
        clearTimeout(timer);
        stopPolling();
        letGo();
      }
    },
  };
}

// ── posting ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const BOX = "snodo-outbox:";
const POST_MS = 20000;
const OLD_MS = 60 * 60 * 1000;

// UUIDv7: the time first, then chance.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let place = 5; place >= 0; place--, time = Math.floor(time / 256)) bytes[place] = time % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export function outbox({ key, keep = true, state }) {
  const place = BOX + key;
  const waiting = new Map(); // cid → item, in order
  const held = new Set(); // cids that lay here too long to go without being asked
  let signedOut = false;
  let running = false;
  let wrong = 0;
  let again = 0;

  const tell = (item, name, answer = null) => {
    try {
      state?.(item, name, answer);
    } catch (error) {
      reportError(error);
    }
  };

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(place)) || [];
    } catch {
      return [];
    }
  }

  function store(items) {
    try {
      if (items.length) localStorage.setItem(place, JSON.stringify(items));
      else localStorage.removeItem(place);
    } catch {
      // A full or forbidden store: this tab still holds it.
    }
  }

  function add(item) {
    waiting.set(item.cid, item);
    if (keep && item.fields.every(([, value]) => typeof value === "string")) store([...stored(), item]);
  }

  function drop(cid) {
    waiting.delete(cid);
    held.delete(cid);
    if (keep) store(stored().filter((item) => item.cid !== cid));
  }

  async function send(item) {
    const body = new FormData();
    for (const [name, value] of item.fields) body.append(name, value);
    body.append("cid", item.cid);
    // The token of this moment, not one kept with the text: it is renewed at each sign-in.
    const token = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1];
    const headers = { Accept: "application/json", "X-Requested-With": "outbox" };
    headers["X-CSRFToken"] = token || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    const answer = await fetch(item.url, { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(POST_MS) });
    const text = await answer.text();
    let read = text;
    try {
      read = JSON.parse(text);
    } catch {
      // Not JSON: the page gets the text.
    }
    return { status: answer.status, text, body: read, retry: Number(answer.headers.get("Retry-After")) * 1000 };
  }

  // Send the first that may go. Says how long to wait before the next: 0 go on, null stop.
  async function step() {
    const item = [...waiting.values()].find(({ cid }) => !held.has(cid));
    if (!item || signedOut) return null;
    tell(item, "sending");
    let answer = null;
    try {
      answer = await send(item);
    } catch {
      // No network, or no answer in time: what was sent may have arrived, and the cid makes a repeat harmless.
    }
    if (!waiting.has(item.cid)) return 0;
    const { status = 0, body, text = "", retry } = answer || {};
    const told = { status, body };
    if (status === 201 && text.includes(item.cid)) {
      wrong = 0;
      drop(item.cid);
      tell(item, "sent", told);
      return 0;
    }
    if (status === 401 || (status === 403 && body?.error?.code === "csrf")) {
      signedOut = true;
      for (const one of waiting.values()) tell(one, "signin", told);
      return null;
    }
    if ((status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429) || (answer && !status)) {
      drop(item.cid);
      tell(item, "failed", told);
      return 0;
    }
    tell(item, "waiting", answer && told);
    return retry || 1000 + jitter(wrong++, 1000);
  }

  async function run() {
    if (running) return;
    running = true;
    clearTimeout(again);
    const one = () => step();
    let pause = 0;
    try {
      while (pause === 0) pause = await (navigator.locks ? navigator.locks.request(place, one) : one());
    } finally {
      running = false;
    }
    if (pause) again = setTimeout(run, pause);
  }

  function goOn() {
    wrong = 0;
    signedOut = false;
    run();
  }

  addEventListener("online", goOn);
  document.addEventListener("visibilitychange", () => !document.hidden && waiting.size && goOn());

  for (const item of stored()) {
    waiting.set(item.cid, item);
    if (Date.now() - item.at > OLD_MS) {
      held.add(item.cid);
      queueMicrotask(() => tell(item, "failed"));
    }
  }
  queueMicrotask(run);

  return {
    post(form) {
      const fields = [...new FormData(form)].filter(
        ([name, value]) => name !== "cid" && name !== "csrfmiddlewaretoken" && (typeof value === "string" || value.size)
      );
      const item = { cid: newKey(), url: form.action, fields, at: Date.now() };
      add(item);
      run();
      return item;
    },
    retry(cid) {
      if (cid) held.delete(cid);
      else held.clear();
      goOn();
    },
    drop,
    items: () => [...waiting.values()],
  };
}
