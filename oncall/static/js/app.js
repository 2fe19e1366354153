// What makes the pages pleasanter; every page works without it.
import { initAll } from "./govuk-frontend.min.js";

initAll();

// Whoever signs out leaves nothing behind in this tab.
document.querySelector('form[action$="/sign-out"]')?.addEventListener("submit", () => sessionStorage.clear());
