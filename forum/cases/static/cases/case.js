// An open case: the socket says only that something changed; the words come over HTTP, and each coming is a reading.
import { follow } from "../live/live.js";

const talk = document.querySelector("[data-topic]");
let asking = 0;

async function refresh() {
  const answer = await fetch(talk.dataset.url, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
  // To be confirmed again (a redirect), while something is being written: the text stays, sending it still works.
  if (answer.type === "opaqueredirect" && document.querySelector("#composer textarea")?.value.trim()) return;
  // Removed, deleted, signed out: the page asks for itself and hears it.
  if (answer.status !== 200) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  talk.replaceChildren(...page.body.childNodes);
}

if (talk) {
  follow(talk.dataset.topic, {
    seq: Number(talk.dataset.seq),
    epoch: talk.dataset.epoch,
    change() {
      // Several changes at once are one reading.
      clearTimeout(asking);
      asking = setTimeout(refresh, 300);
    },
    state(name) {
      if (name === "denied") location.reload();
    },
  });
}
