// Keeps a reader of the first page informed: says aloud what is new, and says so when it cannot be kept fresh.
const at = (id) => document.getElementById(id);

document.body.addEventListener("htmx:afterSettle", () => {
  const { title, news } = at("board").dataset;
  document.title = title;
  if (at("news").textContent !== news) at("news").textContent = news;
});

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  const status = detail.xhr.status;
  at("signed-out").hidden = status !== 401;
  at("lost").hidden = status === 401 || (status >= 200 && status < 400);
});
