/** @module Panels from files: long and wide, in any order, with what belongs to each series. */
import { expect, test } from "vitest";
import { type PanelOptions, readPanel, readTable, toPanel } from "../../../src/data/index.ts";

const DAY = 86_400_000;
const first = Date.UTC(2020, 0, 1);

const read = (text: string, options: PanelOptions = {}) => readPanel(text, { name: "shops.csv", ...options });

const long = `unique_id,ds,y
north,2020-01-01,1
north,2020-01-02,2
south,2020-01-02,5
south,2020-01-03,6
south,2020-01-04,7
`;

test("names of the field are found, series differ in length and start", async () => {
  const panel = await read(long);
  expect(panel).toMatchObject({
    name: "shops.csv",
    idNames: ["unique_id"],
    timeName: "ds",
    targetName: "y",
    ids: ["north", "south"],
    timeKind: "date",
    timeStyle: { pattern: "yyyy-MM-dd" },
    step: { unit: "millisecond", count: DAY },
    columns: [],
    statics: [],
  });
  expect([...panel.offsets]).toEqual([0, 2, 5]);
  expect([...panel.values]).toEqual([1, 2, 5, 6, 7]);
  expect([...(panel.starts ?? [])]).toEqual([first, first + DAY]);
  expect("filled" in panel || "aheadOffsets" in panel || "idParts" in panel).toBe(false);
});

test("rows of series may take turns, and a table gives the same panel as its file", async () => {
  const [head = "", ...rows] = long.trim().split("\n");
  const mixed = [head, ...[0, 2, 1, 3, 4].map((i) => rows[i])].join("\n");
  const panel = await read(mixed);
  expect(panel).toEqual(await read(long));
  expect(toPanel(await readTable(mixed, { name: "shops.csv" }))).toEqual(panel);
});

test("JSON lines, with numbers for ids and months for times", async () => {
  const lines = [
    { unique_id: 7, ds: "2020-01", y: 1 },
    { unique_id: 7, ds: "2020-02", y: 2.5 },
    { unique_id: 11, ds: "2020-02", y: 3 },
  ];
  const panel = await read(lines.map((line) => JSON.stringify(line)).join("\n"));
  expect(panel.ids).toEqual(["7", "11"]);
  expect(panel.step).toEqual({ unit: "month", count: 1, day: 1 });
  expect([...panel.values]).toEqual([1, 2.5, 3]);
});

test("ids are texts: zeros in front stay, and several columns make one id", async () => {
  const text = `store;item;week;sold
007;a;2020-01-06;1,5
007;b;2020-01-06;4
007;a;2020-01-13;2,5
007;b;2020-01-13;5
0070;a;2020-01-13;9
`;
  const panel = await read(text, { series: ["store", "item"], target: "sold" });
  expect(panel.ids).toEqual(["007/a", "007/b", "0070/a"]);
  expect(panel.idParts).toEqual([
    ["007", "007", "0070"],
    ["a", "b", "a"],
  ]);
  expect([...panel.values]).toEqual([1.5, 2.5, 4, 5, 9]);
  expect(panel.step).toEqual({ unit: "millisecond", count: 7 * DAY });
});

const shops = `ds,shop,y,price,weather,area,region,note
2020-01-01,A,1,9.5,sun,120,North,x
2020-01-01,B,4,8,rain,80,South,
2020-01-02,A,2,9.5,rain,120,North,
2020-01-02,B,5,8.5,rain,,South,
2020-01-03,A,3,9,sun,120,North,
2020-01-03,B,,8.25,sun,80,South,
2020-01-04,B,,8.75,sun,80,South,
`;

test("static columns are categories or numbers; covariates go by row, and future ones on behind the last target", async () => {
  const panel = await read(shops, {
    series: ["shop"],
    covariates: ["weather"],
    future: ["price"],
    static: ["region", "area"],
  });
  expect([...panel.values]).toEqual([1, 2, 3, 4, 5]);
  expect(panel.statics).toEqual([
    { name: "region", kind: "category", levels: ["North", "South"], codes: Int32Array.of(0, 1) },
    { name: "area", kind: "number", values: Float64Array.of(120, 80) },
  ]);
  expect(panel.columns.map(({ name, role }) => [name, role])).toEqual([
    ["weather=sun", "covariate"],
    ["weather=rain", "covariate"],
    ["price", "future"],
  ]);
  expect(panel.columns.map(({ values }) => [...values])).toEqual([
    [1, 0, 1, 0, 0],
    [0, 1, 0, 1, 1],
    [9.5, 9.5, 9, 8, 8.5],
  ]);
  expect([...(panel.aheadOffsets ?? [])]).toEqual([0, 0, 2]);
  expect([...(panel.columns[2]?.ahead ?? [])]).toEqual([8.25, 8.75]);
  expect(panel.unused).toEqual(["note"]);
});

test("where leaves the other rows out", async () => {
  const panel = await read(shops, { series: ["shop"], where: ["region=South"], missing: "drop" });
  expect(panel.ids).toEqual(["B"]);
  expect([...panel.values]).toEqual([4, 5]);
});

test("wide, a column for each series: empty cells at the ends are no fault", async () => {
  const text = "date,a,b,c,d\n2020-01-01,1,,3,\n2020-01-02,2,2,4,\n2020-01-03,3,3,,\n";
  const panel = await read(text, { wide: "columns" });
  expect(panel.ids).toEqual(["a", "b", "c"]);
  expect(panel.leftOut).toEqual(["d"]);
  expect([...panel.offsets]).toEqual([0, 3, 5, 7]);
  expect([...panel.values]).toEqual([1, 2, 3, 2, 3, 3, 4]);
  expect([...(panel.starts ?? [])]).toEqual([first, first + DAY, first]);
});

test("wide, a row for each series, as in M4's files", async () => {
  const text = '"V1","V2","V3","V4","V5"\n"H1","605","586","586","559"\n"H2","3124","2990",,\n';
  const panel = await read(text, { wide: "rows" });
  expect(panel).toMatchObject({
    ids: ["H1", "H2"],
    idNames: ["V1"],
    targetName: "y",
    timeName: null,
    step: null,
  });
  expect([...panel.offsets]).toEqual([0, 4, 6]);
  expect([...panel.values]).toEqual([605, 586, 586, 559, 3124, 2990]);
});

test("wide, a row for each series, with times for names of columns", async () => {
  const text =
    "Province,Country,Lat,1/22/20,1/23/20,1/24/20\nHubei,China,30.9,444,444,549\n,Italy,41.8,0,1,\n";
  const panel = await read(text, { wide: "rows", series: ["Country", "Province"], static: ["Lat"] });
  expect(panel.ids).toEqual(["China/Hubei", "Italy/"]);
  expect([...panel.values]).toEqual([444, 444, 549, 0, 1]);
  expect([...(panel.starts ?? [])]).toEqual([Date.UTC(2020, 0, 22), Date.UTC(2020, 0, 22)]);
  expect(panel.statics).toEqual([{ name: "Lat", kind: "number", values: Float64Array.of(30.9, 41.8) }]);
});

test("a header longer than the sample by which a file's format is found", async () => {
  const width = 9000;
  const header = Array.from({ length: width }, (_, i) => `"V${i + 1}"`).join(",");
  const row = (id: string, from: number) =>
    [`"${id}"`, ...Array.from({ length: width - 1 }, (_, i) => `"${from + i}"`)].join(",");
  const panel = await read(`${header}\n${row("D1", 1)}\n${row("D2", 5)}\n`, { wide: "rows" });
  expect(panel.ids).toEqual(["D1", "D2"]);
  expect(panel.values.length).toBe(2 * (width - 1));
  expect(panel.values[width - 1]).toBe(5);
});

test("policies apply to each series", async () => {
  const text = `unique_id,ds,y
a,2020-01-03,3
a,2020-01-01,1
a,2020-01-02,2
b,2020-01-01,1
b,2020-01-02,NA
b,2020-01-04,4
b,2020-01-05,5
b,2020-01-05,7
c,2020-01-01,
`;
  const panel = await read(text, { unsorted: "sort", gaps: "fill", missing: "linear", duplicates: "mean" });
  expect(panel.ids).toEqual(["a", "b"]);
  expect(panel.leftOut).toEqual(["c"]);
  expect([...panel.values]).toEqual([1, 2, 3, 1, 2, 3, 4, 6]);
  expect([...(panel.filled ?? [])]).toEqual([0, 0, 0, 0, 1, 1, 0, 0]);
});

test("rows combined by week", async () => {
  const days = Array.from({ length: 21 }, (_, i) =>
    new Date(Date.UTC(2020, 0, 6 + i)).toISOString().slice(0, 10),
  );
  const text = ["unique_id,ds,y", ...days.flatMap((day, i) => [`a,${day},${i}`, `b,${day},1`])].join("\n");
  const panel = await read(text, { resample: "week", aggregate: "sum" });
  expect([...panel.values]).toEqual([21, 70, 119, 7, 7, 7]);
  expect(panel.step).toEqual({ unit: "millisecond", count: 7 * DAY });
});

test("with gaps ignored the last row has its own time", async () => {
  const text = `unique_id,ds,y
a,2020-01-01,1
a,2020-01-02,2
a,2020-01-03,3
b,2020-01-01,1
b,2020-01-03,2
b,2020-01-04,3
`;
  const panel = await read(text, { gaps: "ignore" });
  expect([...(panel.starts ?? [])]).toEqual([first, first + DAY]);
  expect([...panel.values]).toEqual([1, 2, 3, 1, 2, 3]);
});

test("a series may be called Total, also at the end of the file", async () => {
  const rows = Array.from({ length: 3 }, (_, i) => `2020-01-0${i + 1}`);
  const text = ["unique_id,ds,y", ...["A", "Total"].flatMap((id) => rows.map((ds, i) => `${id},${ds},${i}`))];
  expect((await read(text.join("\n"))).ids).toEqual(["A", "Total"]);
});

test("thousands separators and a date and time of day in two columns", async () => {
  const text = `id,Date,Time,kWh
m1,2020-01-01,00:00,"1,234.5"
m1,2020-01-01,00:30,"2,000.0"
m2,2020-01-01,00:00,950
m2,2020-01-01,00:30,"1,001.5"
`;
  const panel = await read(text, { series: ["id"], time: "Date,Time" });
  expect([...panel.values]).toEqual([1234.5, 2000, 950, 1001.5]);
  expect(panel.step).toEqual({ unit: "millisecond", count: 1_800_000 });
  expect(panel.timeName).toBe("Date,Time");
});

const faults: readonly (readonly [string, string, PanelOptions, string])[] = [
  [
    "a row out of order",
    "unique_id,ds,y\na,2020-01-02,1\na,2020-01-01,1\n",
    {},
    'shops.csv, row 3, column "ds": series "a": the rows are not sorted: 2020-01-01 comes after 2020-01-02\n  Set unsorted: "sort"',
  ],
  [
    "a time that comes twice",
    "unique_id,ds,y\na,2020-01-01,1\nb,2020-01-01,1\nb,2020-01-01,2\na,2020-01-02,1\n",
    {},
    'shops.csv, row 4, column "ds": series "b": 2020-01-01 is the time of row 3 too\n  Set duplicates: "first", "last" or "mean"; or series',
  ],
  [
    "gaps in two series",
    `unique_id,ds,y\n${["a", "b"].flatMap((id) => [1, 2, 3, 4, 6].map((day) => `${id},2020-01-0${day},1`)).join("\n")}`,
    {},
    'shops.csv, row 6, column "ds": series "a": 2020-01-06 follows 2020-01-04, but the step is 1 day; 2 series have faults\n  Set gaps: "fill" or "ignore". This inserts the missing rows, or treats the rows as consecutive',
  ],
  [
    "a missing value",
    "unique_id,ds,y\na,2020-01-01,1\na,2020-01-02,\na,2020-01-03,2\n",
    {},
    'shops.csv, row 3, column "y": series "a": the value is missing\n  Set missing: "forward", "linear" or "drop"',
  ],
  [
    "a series of other steps",
    "unique_id,ds,y\na,2020-01-01,1\na,2020-01-02,1\na,2020-01-03,2\nb,2020-01-01,1\nb,2020-01-08,1\n",
    {},
    'shops.csv, row 6, column "ds": series "b": 2020-01-08 follows 2020-01-01, but the step is 1 day\n  Set gaps: "ignore". To fill the gaps would turn 2 rows into 8: are the times read as they are meant? See time and timeFormat',
  ],
  [
    "a static column that changes",
    "unique_id,ds,y,area\na,2020-01-01,1,5\na,2020-01-02,1,6\n",
    { static: ["area"] },
    'shops.csv, row 3, column "area": series "a" has "6" here and "5" before, but a static column has one value for each series\n  Name a column that changes as a covariate',
  ],
  [
    "a text for a number",
    "unique_id,ds,y\na,2020-01-01,1\na,2020-01-02,x\n",
    { target: "y" },
    'shops.csv, row 3, column "y": "x" is not a number (1 of 2 cells)\n  Set missingValues: ["x"]. If it does not stand for a missing value, correct it',
  ],
  [
    "a text for a time",
    "unique_id,ds,y\na,2020-01-01,1\na,tomorrow,1\n",
    { time: "ds" },
    'shops.csv, row 3, column "ds": "tomorrow" is not a date or a time\n  Write all of them as 2020-01-31 or 2020-01-31 08:00',
  ],
  [
    "no id",
    "unique_id,ds,y\na,2020-01-01,1\n,2020-01-02,1\n",
    {},
    'shops.csv, row 3, column "unique_id": the row does not say to which series it belongs\n  Fill the cell in, or leave the row out',
  ],
  [
    "no column of ids",
    "day,shop,item,y\n2020-01-01,a,1,1\n2020-01-01,a,2,1\n2020-01-01,b,1,1\n2020-01-01,b,2,1\n2020-01-02,a,1,1\n2020-01-02,a,2,1\n2020-01-02,b,1,1\n2020-01-02,b,2,1\n",
    {},
    'shops.csv: there is no column "unique_id" that says to which series a row belongs\n  Set series: ["shop","item"]',
  ],
  [
    "several columns of numbers",
    "unique_id,ds,sales,price\na,2020-01-01,3,9.5\na,2020-01-02,1,8\n",
    {},
    'shops.csv: choose the column to forecast: sales, price\n  Set target: "sales" or "price"',
  ],
  [
    "an id that comes twice in a wide table",
    "id,a,b\nx,1,2\nx,3,4\n",
    { wide: "rows" },
    'shops.csv, row 3: series "x" is that of row 2 too\n  Set series. Several columns may identify a series',
  ],
  [
    "a series without values",
    "unique_id,ds,y\na,2020-01-01,1\na,2020-01-02,2\nb,2020-01-01,\n",
    {},
    'shops.csv, column "y": series "b": every value is missing\n  Set missing: "forward", "linear" or "drop". Series without values are then left out',
  ],
];

test.each(faults)(
  "%s is an error that names the series, the row and the fix",
  async (_, text, options, message) => {
    await expect(read(text, options)).rejects.toMatchObject({ message });
  },
);

test("an option that does not exist, and a form of table that does not", async () => {
  await expect(read(long, { serie: ["a"] } as PanelOptions)).rejects.toThrow(
    "readPanel got an unknown option 'serie'\n  did you mean 'series'?",
  );
  await expect(read(long, { wide: "long" as "rows" })).rejects.toThrow(
    'readPanel: wide is "long" but must be one of columns, rows',
  );
});
