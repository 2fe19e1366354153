// What makes the pages pleasanter; every page works without it.
import { initAll } from "./govuk-frontend.min.js";

initAll();
