// Keeps the practice telephones live: words appear as they are said, buttons as they become possible.
// Without this file every button still works; the page then shows what is new when it is refreshed.
(() => {
  "use strict";
  const body = document.body;
  const speech = document.getElementById("speech");
  const canSpeak = "speechSynthesis" in window;
  const POLL = 2000;
  let etag = "";
  let first = true;
  let polling = null;
  let asking = false;
  let again = false;

  const cards = new Map([...document.querySelectorAll("[data-phone]")].map((card) => [card.dataset.phone, card]));
  const shown = new Map([...cards].map(([id, card]) => [id, card.querySelectorAll("[data-heard] p").length]));

  if (canSpeak) {
    speech.parentElement.hidden = false;
    speech.checked = localStorage.getItem("practice-speech") !== "off";
    speech.addEventListener("change", () => {
      localStorage.setItem("practice-speech", speech.checked ? "on" : "off");
      if (!speech.checked) speechSynthesis.cancel();
    });
  }

  // Callers and staff are told apart by the pitch of the voice.
  function speak(words, who) {
    if (!canSpeak || !speech.checked) return;
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = "en-GB";
    const voice = speechSynthesis.getVoices().find((one) => one.lang === "en-GB");
    if (voice) utterance.voice = voice;
    utterance.pitch = who === "staff" || who === "line" ? 0.8 : 1;
    speechSynthesis.speak(utterance);
  }

  function setText(element, text) {
    if (element && element.textContent !== text) element.textContent = text;
  }

  const inside = new WeakMap();
  function setInside(element, html) {
    if (!element) return;
    const was = inside.get(element) ?? element.innerHTML;
    inside.set(element, html);
    if (was.trim() !== html.trim()) element.innerHTML = html;
  }

  // A focused button that becomes impossible hands the focus on to what has become possible on the same telephone.
  function keepFocus(card, had) {
    if (!had || document.activeElement.offsetParent !== null) return;
    const next = [...card.querySelectorAll("[data-can] button")].find((button) => button.offsetParent !== null);
    if (next) next.focus({ preventScroll: true });
  }

  function hear(card, id, phone) {
    const list = card.querySelector("[data-heard]");
    if (card.dataset.call !== phone.call) {
      card.dataset.call = phone.call;
      list.replaceChildren();
      shown.set(id, 0);
      if (canSpeak && body.dataset.only) speechSynthesis.cancel();
    }
    for (const [words, said, sound] of phone.heard.slice(shown.get(id))) {
      const item = document.createElement("p");
      item.textContent = said ? words : sound;
      if (!said) item.className = "sound";
      list.append(item);
      if (said && !first) speak(words, card.dataset.who);
    }
    if (phone.heard.length > shown.get(id)) list.scrollTop = list.scrollHeight;
    shown.set(id, phone.heard.length);
    list.hidden = phone.heard.length === 0;
  }

  function show(id, phone) {
    const card = cards.get(id);
    if (!card) return;
    const had = card.contains(document.activeElement);
    card.dataset.state = phone.state;
    setText(card.querySelector("[data-says]"), phone.says);
    const notes = card.querySelector("[data-notes]");
    setText(notes, phone.notes);
    notes.hidden = !phone.notes;
    for (const part of card.querySelectorAll("[data-can]")) part.hidden = !phone.can.includes(part.dataset.can);
    hear(card, id, phone);
    setInside(card.querySelector("[data-texts]"), phone.texts);
    setText(card.querySelector("[data-text-count]"), String(phone.text_count));
    keepFocus(card, had);
  }

  async function refresh() {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(body.dataset.changes, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") || "";
        const news = await answer.json();
        setInside(document.querySelector("[data-now]"), news.now);
        setInside(document.querySelector("[data-problems]"), news.problems);
        const database = document.querySelector("[data-database]");
        const had = database && database.contains(document.activeElement);
        setInside(database, news.database);
        if (had) database.querySelector("button").focus();
        for (const [id, phone] of Object.entries(news.phones)) show(id, phone);
        first = false;
      }
    } catch {
      // The network is away; the next look will tell.
    } finally {
      asking = false;
      if (again) { again = false; refresh(); }
    }
  }

  function poll(on) {
    if (on && polling === null) polling = setInterval(refresh, POLL);
    if (!on && polling !== null) { clearInterval(polling); polling = null; }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form, event.submitter));
    if (canSpeak && form.action.endsWith("/press")) speechSynthesis.cancel();
    try {
      await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if ("clear" in form.dataset) form.reset();
    } catch {
      form.submit();
      return;
    }
    refresh();
  });

  if ("EventSource" in window) {
    const events = new EventSource(body.dataset.events);
    events.onmessage = refresh;
    events.onopen = () => poll(false);
    events.onerror = () => poll(true);
  } else {
    poll(true);
  }
  refresh();
})();
