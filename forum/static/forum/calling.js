// Whom to call: while a name is typed after an @, the people who read here (WAI-ARIA: a listbox that the text points
// into). Nothing is chosen unless it is pointed at: Enter goes on being a new line.

const TYPED = /(?:^|[\s(«"“])@([^\s@](?:[^@\n]{0,38}[^\s@])?)$/u;

export function calling(text, box) {
  const list = box.querySelector("[role=listbox]");
  const count = box.querySelector("[role=status]");
  let [timer, asked, active] = [0, 0, -1];

  const typed = () => text.selectionStart === text.selectionEnd && TYPED.exec(text.value.slice(0, text.selectionStart))?.[1];

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    list.replaceChildren();
    count.textContent = "";
    point(-1);
  }

  function point(n) {
    active = n;
    [...list.children].forEach((one, place) => {
      one.setAttribute("aria-selected", place === n);
      one.classList.toggle("button--secondary", place === n);
      one.classList.toggle("button--quiet", place !== n);
    });
    if (n < 0) text.removeAttribute("aria-activedescendant");
    else text.setAttribute("aria-activedescendant", list.children[n].id);
  }

  function choose(one) {
    const caret = text.selectionStart;
    text.setRangeText(`@${one.dataset.call} `, caret - typed().length - 1, caret, "end");
    close();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show(people) {
    list.replaceChildren(
      ...people.map(({ call, name, title }, place) => {
        const one = document.createElement("div");
        one.id = `${list.id}-${place}`;
        one.setAttribute("role", "option");
        one.className = "button";
        one.dataset.call = call;
        one.textContent = [name, title].filter(Boolean).join(", ");
        return one;
      }),
    );
    list.hidden = !people.length;
    const words = count.dataset[people.length === 1 ? "wOne" : "wMany"];
    count.textContent = people.length ? words.replace("{n}", people.length) : "";
    point(-1);
  }

  async function ask() {
    const words = typed();
    if (!words) return close();
    const mine = (asked += 1);
    try {
      const answer = await fetch(`${box.dataset.url}?q=${encodeURIComponent(words)}`, { headers: { accept: "application/json" } });
      const { people = [] } = answer.ok ? await answer.json() : {};
      if (mine === asked) show(people);
    } catch {
      close(); // no line: the name may be written in full
    }
  }

  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-haspopup", "listbox");
  text.setAttribute("aria-controls", list.id);
  text.addEventListener("input", () => {
    if (!typed()) return close();
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
  text.addEventListener("keydown", (event) => {
    const many = list.children.length;
    if (list.hidden || !many || event.isComposing) return;
    if (event.key === "ArrowDown") point((active + 1) % many);
    else if (event.key === "ArrowUp") point((active < 1 ? many : active) - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0 && typed()) choose(list.children[active]);
    else return;
    event.preventDefault();
  });
  text.addEventListener("blur", close);
  text.form.addEventListener("submit", close);
  // The text keeps the focus, and so the place where the name goes.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one && typed()) choose(one);
  });
}
