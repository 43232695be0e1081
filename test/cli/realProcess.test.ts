/** @module This process as the command sees it: the first Ctrl-C, the second, and a reader that leaves. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { endWithReader, realProcess } from "../../src/cli/process.ts";

afterEach(() => vi.restoreAllMocks());

/** Stands in for the end of the process. */
const spyOnExit = () => vi.spyOn(process, "exit").mockImplementation(() => undefined as never);

describe("interruptible", () => {
  /** What listens to a signal only because of the work that runs. */
  function addedListener(signal: "SIGINT" | "SIGTERM", before: readonly unknown[]): () => void {
    const added = process.listeners(signal).filter((listener) => !before.includes(listener));
    expect(added).toHaveLength(1);
    return () => added[0](signal);
  }

  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s asks the work to end; a second time ends the process",
    async (signal) => {
      const exit = spyOnExit();
      const before = process.listeners(signal);
      const result = await realProcess.interruptible(async (asked) => {
        const press = addedListener(signal, before);
        expect(asked.aborted).toBe(false);
        press();
        expect(asked.aborted).toBe(true);
        expect(exit).not.toHaveBeenCalled();
        press();
        expect(exit.mock.calls).toEqual([[130]]);
        return "all so far";
      });
      expect(result).toBe("all so far");
      expect(process.listeners(signal)).toEqual(before);
    },
  );

  test("work that fails leaves no listener behind", async () => {
    const before = process.listenerCount("SIGINT");
    await expect(realProcess.interruptible(() => Promise.reject(new Error("broken")))).rejects.toThrow(
      "broken",
    );
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});

test.each([
  ["EPIPE", 0],
  ["EIO", 1],
])("an output that fails with %s ends the process with %i", (code, exitCode) => {
  const exit = spyOnExit();
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true); // the runner's own
  for (const stream of [process.stdout, process.stderr]) {
    const on = vi.spyOn(stream, "on").mockReturnThis();
    endWithReader();
    const [event, listener] = on.mock.calls[0] as unknown as [string, (error: Error) => void];
    expect(event).toBe("error");
    listener(Object.assign(new Error(code), { code }));
    expect(exit).toHaveBeenLastCalledWith(exitCode);
    on.mockRestore();
    stream.removeAllListeners("error");
  }
  const said = stderr.mock.calls.map(([text]) => text);
  expect(said).toEqual(code === "EIO" ? ["error: cannot write the output: EIO\n"] : []);
});

test("an error that nobody foresaw: 1, and all there is to know of it", async () => {
  let stderr = "";
  const broken = {
    stdout: {
      write: () => {
        throw new TypeError("no such thing");
      },
    },
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
    interruptible: realProcess.interruptible,
  };
  expect(await main(["--version"], broken)).toBe(1);
  expect(stderr).toMatch(/^error: TypeError: no such thing\n {4}at /);
});
