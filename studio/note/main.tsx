/** @module The page starts here. */
import "uplot/dist/uPlot.min.css";
import "../shared/style/base.css";
import "../shared/style/layout.css";
import "../shared/style/stage.css";
import "../shared/style/controls.css";
import "../shared/style/panels.css";
import "../shared/style/inside.css";
import "../shared/style/messages.css";
import "../shared/style/network.css";
import { render } from "preact";
import { applyPreferences } from "../shared/preferences.ts";
import { followAddress } from "./state/labSession.ts";
import { watchLab } from "./state/watchLab.ts";
import { App } from "./views/app.tsx";
import { listenForKeys } from "./views/transport.tsx";

applyPreferences();
followAddress();
watchLab();
listenForKeys();
const place = document.getElementById("app");
if (place) render(<App />, place);
