// How long the contact has been going on, counted here from what the server's clock said.
const opened = performance.now();

for (const timer of document.querySelectorAll("[data-timer]")) {
  const { timer: began, until, now } = timer.dataset;
  const before = Date.parse(until || now) - Date.parse(began);
  const show = () => {
    const seconds = Math.max(0, Math.floor((before + (until ? 0 : performance.now() - opened)) / 1000));
    timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} minutes`;
  };
  show();
  if (!until) setInterval(show, 1000);
}
