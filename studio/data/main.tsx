/** @module The data page starts here. */
import "uplot/dist/uPlot.min.css";
import "../style/base.css";
import "../style/layout.css";
import "../style/stage.css";
import "../style/controls.css";
import "../style/messages.css";
import "../style/data.css";
import { render } from "preact";
import { applyPreferences } from "../state/preferences.ts";
import { followFigures } from "./state/figures.ts";
import { watchDesk } from "./state/watch.ts";
import { takeDrops } from "./views/drop.ts";
import { Page } from "./views/page.tsx";

applyPreferences();
watchDesk();
followFigures();
takeDrops();
const place = document.getElementById("app");
if (place) render(<Page />, place);
