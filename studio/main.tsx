/** @module The page starts here. */
import "uplot/dist/uPlot.min.css";
import "./style/base.css";
import "./style/layout.css";
import "./style/stage.css";
import "./style/controls.css";
import "./style/panels.css";
import "./style/messages.css";
import { render } from "preact";
import { applyPreferences } from "./state/preferences.ts";
import { followAddress } from "./state/session.ts";
import { watchLab } from "./state/watch.ts";
import { App } from "./views/app.tsx";
import { listenForKeys } from "./views/keys.ts";

applyPreferences();
followAddress();
watchLab();
listenForKeys();
const place = document.getElementById("app");
if (place) render(<App />, place);
