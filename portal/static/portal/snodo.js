// What every page may use: drafts kept on the device, no double sending, focus on what is to be corrected.
// No words of its own: those it needs stand in the page.

// A draft is its writer's: whoever signs in here next finds none of it (decisions.md 20).
const DRAFTS = "snodo-draft:";
const STORE = `${DRAFTS}${document.body.dataset.me ?? ""}:`;
if (document.body.dataset.me) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(DRAFTS) && !key.startsWith(STORE)) localStorage.removeItem(key);
    }
  } catch {
    // A forbidden store holds nothing of anybody.
  }
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(STORE + key));
  } catch {
    return null;
  }
}

function keepDraft(form) {
  const key = form.dataset.draft;
  const draft = kept(key);
  const untouched = !form.querySelector("[aria-invalid=true]");
  if (draft && untouched) {
    for (const field of fieldsOf(form)) {
      if (!(field.name in draft)) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = draft[field.name].includes(field.value);
      else if (!field.value) field.value = draft[field.name];
    }
  }
  let timer = 0;
  const save = () => {
    const values = {};
    for (const field of fieldsOf(form)) {
      if (field.type === "checkbox" || field.type === "radio") {
        values[field.name] ??= [];
        if (field.checked) values[field.name].push(field.value);
      } else values[field.name] = field.value;
    }
    try {
      localStorage.setItem(STORE + key, JSON.stringify(values));
      const state = form.querySelector("[data-draft-state]");
      if (state) state.hidden = false;
    } catch {
      // A full or forbidden store: the page still holds the text.
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  addEventListener("pagehide", () => timer && save());
}

// The server has the text now: `done:<key>` stands among the tags of its message.
for (const note of document.querySelectorAll("[data-tags]")) {
  for (const tag of note.dataset.tags.split(" ")) {
    if (tag.startsWith("done:")) localStorage.removeItem(STORE + tag.slice(5));
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});

// Coming back with the browser's arrow: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

document.querySelector(".error-summary")?.focus();

// What only works with script is shown by it.
for (const control of document.querySelectorAll("[data-scripted]")) control.hidden = false;

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// «Esci subito»: the weather takes the place of this page in the history.
document.querySelector("[data-leave]")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href);
});

// At an explicit sign-out nothing written stays on the device.
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("snodo-")) localStorage.removeItem(key);
});
