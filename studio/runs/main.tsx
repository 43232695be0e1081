/** @module The page of the runs starts here. */
import "uplot/dist/uPlot.min.css";
import "../style/base.css";
import "../style/layout.css";
import "../style/stage.css";
import "../style/messages.css";
import "../style/runs.css";
import "../style/runsList.css";
import { render } from "preact";
import { applyPreferences } from "../state/preferences.ts";
import { followAddress } from "./state/address.ts";
import { followRuns } from "./state/follow.ts";
import { RunsApp } from "./views/app.tsx";

applyPreferences();
followAddress();
followRuns();
const place = document.getElementById("app");
if (place) render(<RunsApp />, place);
