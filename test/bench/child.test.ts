/** @module Child processes that are timed: their output, their failures, their time-out. */
import { expect, test } from "vitest";
import { ChildError, reasonIn, run, timingsIn } from "../../bench/child.ts";

const node = (code: string, timeout = 60) => run({ command: process.execPath, args: ["-e", code], timeout });

/** The error of a child that is expected to fail. */
function failureOf(code: string, timeout?: number): ChildError {
  try {
    node(code, timeout);
  } catch (error) {
    if (error instanceof ChildError) return error;
  }
  throw new Error("it did not fail");
}

test("a child's output, its lines of timings alone", () => {
  const timing = { micros: [3, 1, 2], loss: 0.5 };
  const { stdout } = node(`console.log("a warning"); console.log(JSON.stringify(${JSON.stringify(timing)}))`);
  expect(timingsIn(stdout)).toEqual([timing]);
});

test("a line that was cut off is no timing", () => {
  expect(timingsIn('{"micros":[1],"loss":0}\n{"micros":[1,2')).toEqual([{ micros: [1], loss: 0 }]);
});

test("a child that throws: its error is the reason, and what it had printed is kept", () => {
  const { message, printed } = failureOf('console.log("so far"); throw new RangeError("too large")');
  expect({ message, printed }).toEqual({ message: "failed: RangeError: too large", printed: "so far\n" });
});

test("a child that takes too long is ended", () => {
  expect(failureOf("setInterval(() => {}, 1000)", 0.3).message).toBe("too slow: not done within 0.3 s");
});

test.each([
  [
    "Node's",
    "file.js:1\nthrow new Error('no threads')\n\nError: no threads\n    at file.js:1:7\n",
    "no threads",
  ],
  [
    "Python's",
    'Traceback:\n  File "a.py", line 1\nModuleNotFoundError: No module named torch\n',
    "ModuleNotFoundError: No module named torch",
  ],
  ["none", "Killed\n", null],
])("the reason in %s words", (_, stderr, reason) => {
  expect(reasonIn(stderr)).toBe(reason);
});
