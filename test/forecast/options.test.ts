/** @module The tables of options: every default is in its domain, every help is there in both languages. */
import { describe, expect, test } from "vitest";
import { dataOptions } from "../../src/data/dataOptions.ts";
import { forecastOptions, modelChoices, modelOptionNames } from "../../src/forecast/options.ts";
import {
  type Domain,
  defaultsOf,
  describeDomain,
  fromJson,
  fromWord,
  isIn,
  type OptionEntry,
  suggestName,
} from "../../src/text/optionTable.ts";

const groups = Object.values({ ...dataOptions, ...forecastOptions });
const entries = groups.flatMap((group) => Object.entries<OptionEntry>(group));

test.each(entries)(
  "%s: defaults are in the domain, models exist, help is a line without a full stop",
  (_, entry) => {
    const { domain, default: common, defaults = {}, models = [], help, found } = entry;
    for (const value of [common, ...Object.values(defaults)])
      expect(value === undefined || isIn(domain, value), String(value)).toBe(true);
    for (const name of [...models, ...Object.keys(defaults)]) expect(modelChoices).toContain(name);
    for (const text of [...Object.values(help), ...Object.values(found ?? {})])
      expect(text).toMatch(/^[^\n]+[^.。\n]$/);
  },
);

test("no two options have the same name", () => {
  const names = entries.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("each model takes its own options", () => {
  expect(modelOptionNames.gru).toEqual(["hidden", "layers", "dropout", "mode", "relative"]);
  expect(modelOptionNames.segrnn).toEqual(["dropout", "segment", "width"]);
  expect(modelOptionNames.dlinear).toEqual(["kernel"]);
  for (const model of ["nlinear", "naive", "seasonal", "drift", "mean"] as const)
    expect(modelOptionNames[model]).toEqual([]);
});

test("defaults may differ by model", () => {
  expect(defaultsOf(forecastOptions.network, "gru").dropout).toBe(0);
  expect(defaultsOf(forecastOptions.network, "segrnn").dropout).toBe(0.5);
  expect(defaultsOf(forecastOptions.training, "dlinear").lrDecay).toBe(null);
  expect(defaultsOf(forecastOptions.training, "__proto__").lrDecay).toBe(1);
  expect(defaultsOf(forecastOptions.task)).not.toHaveProperty("horizon"); // the series decides
});

describe("domains", () => {
  const cases: readonly (readonly [Domain, string, unknown, string])[] = [
    [{ kind: "text" }, "a,b", "a,b", "a string"],
    [{ kind: "texts" }, "a,b", ["a,b"], "a list of strings"],
    [{ kind: "choice", values: ["a", "b"] }, "b", "b", "one of a, b"],
    [{ kind: "choice", values: ["a", "b"] }, "c", undefined, "one of a, b"],
    [{ kind: "choices", values: ["a", "b"] }, "b, a", ["b", "a"], "one or more of a, b"],
    [{ kind: "choices", values: ["a", "b"] }, "b,c", undefined, "one or more of a, b"],
    [{ kind: "whole", least: 1 }, "12", 12, "a whole number from 1"],
    [{ kind: "whole", least: 1 }, "1.5", undefined, "a whole number from 1"],
    [{ kind: "whole", least: 1 }, "0", undefined, "a whole number from 1"],
    [{ kind: "whole", least: 1 }, "none", undefined, "a whole number from 1"],
    [{ kind: "whole", least: 1, none: "none" }, "none", null, "a whole number from 1, or null"],
    [{ kind: "number" }, "-1e-3", -0.001, "a number"],
    [{ kind: "number" }, "", undefined, "a number"],
    [{ kind: "number" }, "0x10", undefined, "a number"],
    [{ kind: "number" }, "Infinity", undefined, "a number"],
    [{ kind: "number", above: 0 }, "0", undefined, "a number above 0"],
    [{ kind: "number", least: 0, most: 1 }, "1", 1, "a number from 0 to 1"],
    [{ kind: "number", least: 0, most: 1 }, "1.1", undefined, "a number from 0 to 1"],
    [{ kind: "numbers", above: 0, below: 1 }, "0.8, 0.95", [0.8, 0.95], "numbers between 0 and 1"],
    [{ kind: "numbers", above: 0, below: 1 }, "0.8,1", undefined, "numbers between 0 and 1"],
    [{ kind: "numbers", count: [1, 3], note: "a,b,c" }, "1,2,3,4", undefined, "1 to 3 numbers (a,b,c)"],
    [{ kind: "switch" }, "true", undefined, "true or false"],
  ];
  test.each(cases)("%j: the word %s", (domain, word, value, description) => {
    expect(fromWord(domain, word)).toEqual(value);
    expect(describeDomain(domain)).toBe(description);
  });

  test("JSON may leave out the brackets of a list of one", () => {
    expect(fromJson({ kind: "texts" }, "a")).toEqual(["a"]);
    expect(fromJson({ kind: "numbers" }, 0.5)).toEqual([0.5]);
    expect(fromJson({ kind: "numbers" }, [])).toEqual([]);
    expect(fromJson({ kind: "whole", least: 0 }, [1])).toBe(undefined);
    expect(isIn({ kind: "texts" }, "a")).toBe(false);
  });
});

test("the name that was probably meant: misspelt, or spelt as a flag", () => {
  const known = ["hidden", "batchSize"];
  expect(suggestName("hiden", known)).toBe(', did you mean "hidden"?');
  expect(suggestName("batch-size", known)).toBe(', did you mean "batchSize"?');
  expect(suggestName("__proto__", known)).toBe("");
});
