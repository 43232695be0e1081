/** @module The data page starts here. */
import "uplot/dist/uPlot.min.css";
import "../shared/style/base.css";
import "../shared/style/layout.css";
import "../shared/style/stage.css";
import "../shared/style/controls.css";
import "../shared/style/messages.css";
import "../shared/style/candidates.css";
import "../shared/style/data.css";
import { render } from "preact";
import { applyPreferences } from "../shared/preferences.ts";
import { followFigures } from "./state/figures.ts";
import { watchWorker } from "./state/watchWorker.ts";
import { takeDrops } from "./views/fileCard.tsx";
import { Page } from "./views/page.tsx";

applyPreferences();
watchWorker();
followFigures();
takeDrops();
const place = document.getElementById("app");
if (place) render(<Page />, place);
