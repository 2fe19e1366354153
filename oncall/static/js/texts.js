// Says how long a reply is while it is written, by the rule the server counts by; without this the server says it.

// A text of plain characters is long, any other short; what takes the room of two is never cut in half.
const measure = (words, { plain, twice, whole, part }) => {
  const characters = [...words.trim()];
  const kind = characters.every((it) => plain.includes(it) || twice.includes(it)) ? 0 : 1;
  const sizes = characters.map((it) => (kind ? it.length : twice.includes(it) ? 2 : 1));
  const length = sizes.reduce((sum, size) => sum + size, 0);
  if (length <= whole[kind]) return { texts: 1, left: whole[kind] - length };
  let [texts, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > part[kind]) [texts, used] = [texts + 1, 0];
    used += size;
  }
  return { texts, left: 0 };
};

for (const said of document.querySelectorAll("[data-length-of]")) {
  const field = document.getElementById(said.dataset.lengthOf);
  const aloud = document.getElementById(`${field.id}-long`);
  const { left, leftOne, long } = said.dataset;
  const rule = JSON.parse(said.dataset.rule);
  let before = 1;
  const count = () => {
    const now = measure(field.value, rule);
    said.textContent = now.texts > 1 ? long.replace("%n", now.texts) : now.left === 1 ? leftOne : left.replace("%n", now.left);
    // Aloud only when it has become longer or shorter by a whole text.
    if (now.texts !== before) aloud.textContent = now.texts > 1 ? said.textContent : "";
    before = now.texts;
  };
  field.addEventListener("input", count);
  count();
}
