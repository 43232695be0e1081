/** @module The entry point of the page Runs. */
import "uplot/dist/uPlot.min.css";
import "../shared/style/base.css";
import "../shared/style/layout.css";
import "../shared/style/stage.css";
import "../shared/style/messages.css";
import "../shared/style/candidates.css";
import "../shared/style/runs.css";
import "../shared/style/runsList.css";
import "../shared/style/studies.css";
import { render } from "preact";
import { applyPreferences } from "../shared/preferences.ts";
import { followAddress } from "./state/address.ts";
import { followRuns } from "./state/follow.ts";
import { RunsApp } from "./views/app.tsx";

applyPreferences();
followAddress();
followRuns();
const place = document.getElementById("app");
if (place) render(<RunsApp />, place);
