/** @module The only door to Apache ECharts; the build bundles it into one file that needs no install. */

import { CustomChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([CustomChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** The SVG that ECharts draws from an option, without a DOM. */
export function drawChart(option: Readonly<Record<string, unknown>>, width: number, height: number): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
