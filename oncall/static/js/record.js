// Saves a record's form as it is typed. What the server does not have yet is kept in this tab alone, under the
// form's own address; whatever the server has is forgotten here. Without this script the Save button does the same.
const PAUSE = 700; // after the last letter
const AGAIN = 3000; // the longest that words wait while somebody types on, and before another try
const KEPT = "oncall:";

class Sheet {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.autosave;
    this.saving = form.querySelector("[data-saving]");
    this.page = form.dataset.page;
    this.seq = 0;
    this.held = new Set(); // fields in which somebody else wrote: the writer decides
    this.before = new Map([...form.querySelectorAll('input[name^="was."]')].map((it) => [it.name.slice(4), it]));
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", () => { form.elements.seq.value = ++this.seq; clearTimeout(this.timer); });
    addEventListener("pagehide", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
    addEventListener("online", () => this.send());
    this.takeUp();
  }

  fields(name) {
    return [...this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  }

  value(name) {
    const all = this.fields(name);
    if (!["radio", "checkbox"].includes(all[0]?.type)) return all[0]?.value ?? "";
    const ticked = all.filter((it) => it.checked).map((it) => it.value);
    return (ticked.length > 1 ? ticked.filter((it) => it !== "none") : ticked).join(" ");
  }

  show(name, value) {
    for (const it of this.fields(name)) {
      if (["radio", "checkbox"].includes(it.type)) it.checked = value.split(" ").includes(it.value);
      else it.value = value;
    }
  }

  changes() {
    return [...this.before]
      .map(([name, was]) => ({ name, was: was.value, now: this.value(name) }))
      .filter(({ was, now }) => was.trimEnd() !== now.trimEnd());
  }

  // Words are in the tab before they are sent, and only until they have arrived.
  keep() {
    const changes = this.changes();
    if (!changes.length) return sessionStorage.removeItem(KEPT + this.address);
    const { page, seq } = this;
    sessionStorage.setItem(KEPT + this.address, JSON.stringify({ who: this.form.dataset.who, page, seq, changes }));
  }

  typed() {
    this.keep();
    if (this.out) return;
    this.say("saves");
    clearTimeout(this.timer);
    this.since ??= Date.now();
    this.timer = setTimeout(() => this.send(), Date.now() - this.since > AGAIN ? 0 : PAUSE);
  }

  async send() {
    clearTimeout(this.timer);
    const changes = this.changes().filter(({ name }) => !this.held.has(name));
    if (this.busy || this.out || !changes.length) return;
    this.busy = true;
    this.since = undefined;
    const done = await this.post({ page: this.page, seq: ++this.seq, changes });
    this.busy = false;
    if (done) this.settle(changes, done);
  }

  // The server's answer; nothing if it could not be had, which is said and tried again.
  async post(body) {
    const headers = { "Content-Type": "application/json", "HX-Request": "true", "X-CSRFToken": this.form.elements.csrf_token.value };
    try {
      const answer = await fetch(this.address, { method: "POST", headers, body: JSON.stringify(body), keepalive: true });
      if (answer.ok) return await answer.json();
      if (answer.status === 401 || answer.status === 400) return this.signedOut();
    } catch { /* no connection */ }
    this.say("lost");
    this.timer = setTimeout(() => this.send(), AGAIN);
  }

  settle(changes, { kept, theirs, refused, written_up }) {
    for (const { name, now } of changes) if (kept.includes(name) && this.before.has(name)) this.before.get(name).value = now;
    for (const [name, other] of Object.entries(theirs)) this.overtaken(name, other);
    this.keep();
    if (written_up) return this.say("writtenUp");
    if (refused.length) return this.say("refused");
    if (this.held.size) return this.say("theirs");
    if (this.changes().length) return this.typed();
    this.say("saved");
  }

  // Coming back with words the server never got: they are sent as from the page on which they were typed.
  async takeUp() {
    const copy = JSON.parse(sessionStorage.getItem(KEPT + this.address) ?? "null");
    if (!copy) return;
    if (copy.who !== this.form.dataset.who) return sessionStorage.removeItem(KEPT + this.address);
    for (const { name, now } of copy.changes) if (this.before.has(name)) this.show(name, now);
    this.busy = true;
    const done = await this.post({ page: copy.page, seq: copy.seq + 1, changes: copy.changes });
    this.busy = false;
    if (!done) return;
    this.settle(copy.changes, done);
    const elsewhere = copy.changes.some(({ name }) => done.kept.includes(name) && !this.before.has(name));
    if (elsewhere && !this.changes().length) location.reload();
  }

  overtaken(name, { by, value }) {
    const { theirs, both, mine } = this.saving.dataset;
    const field = this.fields(name)[0];
    const choice = field.tagName !== "TEXTAREA" && field.type !== "text";
    document.getElementById(`theirs-${name}`)?.remove();
    const box = Object.assign(document.createElement("div"), { className: "govuk-inset-text app-theirs", id: `theirs-${name}` });
    const words = Object.assign(document.createElement("p"), { className: "app-note", textContent: `${theirs} (${by}): ${field.tagName === "SELECT" ? [...field.options].find((it) => it.value === value)?.text ?? value : value}` });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "govuk-button govuk-button--secondary", textContent: choice ? mine : both });
    button.addEventListener("click", () => {
      if (!choice) this.show(name, `${value}\n${this.value(name)}`);
      this.held.delete(name);
      box.remove();
      field.focus();
      this.typed();
    });
    box.append(words, button);
    this.before.get(name).value = value;
    this.before.get(name).before(box);
    this.held.add(name);
  }

  // Only another page, made after signing in, can send again.
  signedOut() {
    this.out = true;
    this.say("signedOut");
    const link = Object.assign(document.createElement("a"), { className: "govuk-link", textContent: this.saving.dataset.signIn });
    link.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
    this.saving.append(" ", link);
  }

  say(what) {
    if (this.saving.textContent !== this.saving.dataset[what]) this.saving.textContent = this.saving.dataset[what];
    this.saving.classList.toggle("app-saving--lost", ["lost", "signedOut", "theirs", "refused", "writtenUp"].includes(what));
  }
}

for (const done of document.querySelectorAll("[data-forget]")) sessionStorage.removeItem(KEPT + done.dataset.forget);
for (const form of document.querySelectorAll("form[data-autosave]")) new Sheet(form);
