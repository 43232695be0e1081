/** @module The page starts here. */
import "uplot/dist/uPlot.min.css";
import "../shared/style/base.css";
import "../shared/style/layout.css";
import "../shared/style/stage.css";
import "../shared/style/controls.css";
import "../shared/style/panels.css";
import "../shared/style/messages.css";
import "../shared/style/lesson.css";
import "../shared/style/network.css";
import { render } from "preact";
import { applyPreferences } from "../shared/preferences.ts";
import { applyEmbedding } from "./state/embed.ts";
import { followAddress } from "./state/labSession.ts";
import { firstStep, isFirstVisit, openLesson, watchAnswers } from "./state/lessonState.ts";
import { watchLab } from "./state/watchLab.ts";
import { App } from "./views/app.tsx";
import { listenForKeys } from "./views/transport.tsx";

applyPreferences();
const isFirst = isFirstVisit();
applyEmbedding();
followAddress();
if (isFirst) openLesson(firstStep);
watchLab();
watchAnswers();
listenForKeys();
const place = document.getElementById("app");
if (place) render(<App />, place);
