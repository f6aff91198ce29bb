// The board on open screens: a change says only «look again»; the page itself comes over HTTP, with its filters and rights.
import { follow } from "../live/live.js";

const line = document.querySelector("[data-topic]");
const board = () => document.querySelector("[data-board]");
let asking = 0;

// How to find the same control in the new page: by its id, its address, or its value in its form.
function nameOf(control) {
  if (!control || !board().contains(control)) return "";
  if (control.id) return `#${CSS.escape(control.id)}`;
  if (control.matches("a[href]")) return `a[href="${CSS.escape(control.getAttribute("href"))}"]`;
  if (control.matches("summary")) return `#${CSS.escape(control.parentElement.id)} > summary`;
  return control.name ? `[name="${CSS.escape(control.name)}"][value="${CSS.escape(control.value)}"]` : "";
}

async function refresh() {
  // A page that came back with something to correct has the address of a form: ask for the thing's own.
  const answer = await fetch(line.dataset.url || location.href, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
  if (answer.status >= 500) throw new Error(answer.status); // the server is away for a moment
  // Withdrawn, or signed out: the page asks for itself and hears it.
  if (answer.status !== 200) return location.assign(line.dataset.url || location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-board]");
  const { epoch, seq } = page.querySelector("[data-topic]")?.dataset ?? {};
  if (!fresh) return location.reload();
  const focused = nameOf(document.activeElement);
  const opened = [...board().querySelectorAll("details[open][id]")].map((one) => one.id);
  const place = scrollY;
  for (const id of opened) fresh.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  board().replaceChildren(...fresh.childNodes);
  if (focused) board().querySelector(focused)?.focus({ preventScroll: true });
  scrollTo(scrollX, place);
  line.textContent = "";
  line.textContent = line.dataset.wChanged;
  return { epoch, seq: Number(seq) };
}

function soon() {
  // Several changes at once are one look.
  clearTimeout(asking);
  asking = setTimeout(() => refresh().catch(soonAgain), 300);
}

function soonAgain() {
  asking = setTimeout(soon, 5000);
}

if (line && board()) {
  follow(line.dataset.topic, {
    seq: Number(line.dataset.seq),
    epoch: line.dataset.epoch,
    change({ data }) {
      if (!line.dataset.id || line.dataset.id === String(data.id)) soon();
    },
    reset: refresh,
  });
}
