/** @module Written times: read, and written again as the file has them, by a step that goes on. */
import { expect, test } from "vitest";
import { parseTime } from "../../../src/data/series/timeFormats.ts";
import { findStyle, styleWriter } from "../../../src/data/series/timeStyle.ts";

test.each<[pattern: string, first: string, iso: string, ...next: string[]]>([
  ["yyyy-MM-dd", "2020-01-09", "2020-01-09", "2020-01-10"],
  ["yyyy-M-d", "2020-1-9", "2020-01-09", "2020-1-10"],
  ["yyyy-MM", "1949-01", "1949-01-01", "1961-12"],
  ["yyyy/M/d H:mm", "2020/1/9 8:05", "2020-01-09T08:05", "2020/1/10 18:05"],
  ["yyyy-MM-dd H:mm", "2012-10-02 9:00", "2012-10-02T09:00", "2012-10-02 10:00"],
  ["yyyy-MM-dd HH", "2012-10-02 09", "2012-10-02T09:00", "2012-10-02 10"],
  [
    "yyyy-MM-dd'T'HH:mm:ss.SSS",
    "2020-01-31T08:05:09.250",
    "2020-01-31T08:05:09.250",
    "2020-01-31T08:05:09.500",
  ],
  ["yyyy-MM-dd HH:mm:ss 'UTC'", "2020-01-31 08:00:00 UTC", "2020-01-31T08:00", "2020-01-31 09:00:00 UTC"],
  ["yyyy-MM-dd'T'HH:mm:ssXXX", "2020-01-31T08:00:00Z", "2020-01-31T08:00", "2020-01-31T09:00:00Z"],
  ["dd.MM.yyyy HH:mm", "31.01.2020 08:00", "2020-01-31T08:00", "01.02.2020 08:00"],
  ["d.M.yy", "1.2.20", "2020-02-01", "2.2.20"],
  ["dd/MM/yyyy", "05/02/2021", "2021-02-05", "06/02/2021"],
  ["d/M/yy H:mm", "2/10/12 9:00", "2012-10-02T09:00", "2/10/12 10:00"],
  ["d/M/yyyy h:mm a", "2/10/2012 9:00 PM", "2012-10-02T21:00", "3/10/2012 12:00 AM"],
  ["d/M/yyyy hh:mm:ss a", "2/10/2012 09:00:00 p.m.", "2012-10-02T21:00", "3/10/2012 12:00:00 a.m."],
  ["MMM yyyy", "Jan 1998", "1998-01-01", "May 1998"],
  ["MMM yyyy", "January 1998", "1998-01-01", "September 1998"],
  ["MMM-yy", "Jan-98", "1998-01-01", "Dec-98"],
  ["MMM/yy", "fev/20", "2020-02-01", "mai/20"],
  ["yyyy MMM", "1998 Jan", "1998-01-01", "1998 Feb"],
  ["d-MMM-yy", "5-Jan-09", "2009-01-05", "12-Jan-09"],
  ["dd-MMM-yyyy", "05-JAN-2009", "2009-01-05", "01-FEB-2009"],
  ["ddMMMyyyy", "05JAN2009", "2009-01-05", "01FEB2009"],
  ["MMM dd, yyyy", "Jan 14, 2020", "2020-01-14", "Feb 01, 2020"],
  ["MMM d, yyyy", "January 4, 2020", "2020-01-04", "February 11, 2020"],
  ["MMM do, yyyy", "January 1st, 2020", "2020-01-01", "January 2nd, 2020", "January 13th, 2020"],
  ["EEE, MMM d, yyyy", "Wednesday, January 1, 2020", "2020-01-01", "Thursday, January 2, 2020"],
  [
    "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
    "Tue, 14 Jan 2020 08:00:00 GMT",
    "2020-01-14T08:00",
    "Wed, 15 Jan 2020 08:00:00 GMT",
  ],
  ["MMM yyyy", "janvier 2020", "2020-01-01", "février 2020"],
  ["d MMM yyyy", "1 août 2020", "2020-08-01", "1 décembre 2020"],
  ["d. MMM yyyy", "1. März 2020", "2020-03-01", "1. April 2020"],
  ["MMM yyyy", "Okt 2020", "2020-10-01", "Mai 2020"],
  ["MMM 'de' yyyy", "enero de 2020", "2020-01-01", "febrero de 2020"],
  ["d 'de' MMM 'de' yyyy", "5 de março de 2020", "2020-03-05", "5 de abril de 2020"],
  ["MMM yyyy", "gennaio 2020", "2020-01-01", "febbraio 2020"],
  ["yyyy 'Q'Q", "1998 Q1", "1998-01-01", "1998 Q2"],
  ["yyyy'Q'Q", "2007Q1", "2007-01-01", "2007Q4"],
  ["yyyy-'Q'Q", "2007-Q3", "2007-07-01", "2007-Q4"],
  ["'Q'Q yyyy", "Q1 1998", "1998-01-01", "Q4 1998"],
  ["'Q'Q-yy", "Q1-98", "1998-01-01", "Q2-98"],
  ["Q'Q'yyyy", "1Q1998", "1998-01-01", "2Q1998"],
  ["yyyy-'T'Q", "2020-T2", "2020-04-01", "2020-T3"],
  ["yyyy'S'B", "2020S2", "2020-07-01", "2021S1"],
  ["yyyy'M'MM", "2018M01", "2018-01-01", "2018M12"],
  ["YYYY-'W'ww", "2018-W01", "2018-01-01", "2018-W52"],
  ["YYYY 'W'ww", "2020 W53", "2020-12-28", "2021 W01"],
  ["YYYY'W'ww", "2018W01", "2018-01-01", "2018W10"],
  ["YYYY-'W'ww-e", "2018-W01-3", "2018-01-03", "2018-W01-4"],
  ["yyyy-DDD", "2020-031", "2020-01-31", "2020-366"],
  ["yyyyMMdd'T'HHmm", "20200131T0800", "2020-01-31T08:00", "20200131T0900"],
  ["yyyy年M月d日", "2020年1月31日", "2020-01-31", "2020年2月1日"],
  ["yyyy年MM月", "2020年01月", "2020-01-01", "2020年10月"],
  ["yyyy年M月d日 aH时mm分", "2020年1月31日 下午3时05分", "2020-01-31T15:05", "2020年2月1日 上午3时05分"],
  ["yyyy년 M월 d일", "2020년 1월 31일", "2020-01-31", "2020년 2월 1일"],
  ["yyyy年第Q季度", "2020年第1季度", "2020-01-01", "2020年第2季度"],
  ["MM/yyyy", "01/2020", "2020-01-01", "12/2020"],
])("%s: %s", (pattern, first, iso, ...next) => {
  const style = findStyle([first, ...next], true);
  expect(parseTime(first, true)?.time).toBe(Date.parse(`${iso.length > 10 ? iso : `${iso}T00:00`}Z`));
  expect(style?.pattern).toBe(pattern.replace("aH", "ah"));
  const write = styleWriter(style ?? { pattern: "" });
  const known = findStyle([first], true); // what follows is written without having been seen
  const padded = [...next, first].some((text) => /(?<!\d)0\d(?!\d)/.test(text));
  for (const text of [first, ...next]) {
    const { time = 0 } = parseTime(text, true) ?? {};
    expect(write(time)).toBe(text);
    if (known !== null && !padded) expect(styleWriter(known)(time)).toBe(text);
  }
});

test("midnight as 24:00 belongs to the day before", () => {
  expect(parseTime("2020-01-31 24:00", true)?.time).toBe(Date.UTC(2020, 1, 1));
  expect(parseTime("2020-01-31 24:30", true)).toBeNull();
  const style = findStyle(["01/31/2020 23:00", "01/31/2020 24:00"], false);
  expect(style).toEqual({ pattern: "MM/dd/yyyy kk:mm" });
  const write = styleWriter(style ?? { pattern: "" });
  expect(write(Date.UTC(2020, 1, 1))).toBe("01/31/2020 24:00");
  expect(write(Date.UTC(2020, 1, 1, 1))).toBe("02/01/2020 01:00");
});

test("offsets are those of the clock", () => {
  const at = (zone: string | number, text: string): string =>
    styleWriter({ ...(findStyle([text], true) ?? { pattern: "" }), zone })(Date.UTC(2021, 6, 20, 15));
  expect(at(540, "2021-07-19T00:00:00+09:00")).toBe("2021-07-21T00:00:00+09:00");
  expect(at(-210, "2021-07-19 00:00 -0330")).toBe("2021-07-20 11:30 -0330");
  expect(at(60, "2021-07-19T00:00+01")).toBe("2021-07-20T16:00+01");
  expect(at("Europe/Berlin", "2021-01-19T00:00:00+01:00")).toBe("2021-07-20T17:00:00+02:00");
});

test("two digits are years from 1969 to 2068", () => {
  const years = ["1/1/69", "1/1/99", "1/1/00", "1/1/68"].map((text) => parseTime(text, true)?.time ?? 0);
  expect(years.map((time) => new Date(time).getUTCFullYear())).toEqual([1969, 1999, 2000, 2068]);
});

test("some cells without a time of day do not decide how times are written", () => {
  const texts = [
    "2020-01-01",
    "2020-01-01 06:00:00",
    "2020-01-01 12:00:00",
    "2020-01-01 18:00:00",
    "2020-01-02",
  ];
  expect(findStyle(texts, true)?.pattern).toBe("yyyy-MM-dd HH:mm:ss");
});

test.each([
  ...["Q5 2020", "2020 Q0", "2020-W54", "2021-W53", "2018M13", "2020H3", "2021-366", "Foo 2020", "Jan", "Q1"],
  ...[
    "1.2020.3",
    "31 Feb 2020",
    "13:00 2020-01-01",
    "2020-01-01 13:00 AM",
    "version 1.2.3",
    "10.0.0.1",
    "12345",
  ],
])("%j is no time", (text) => {
  expect(parseTime(text, true)).toBeNull();
});
