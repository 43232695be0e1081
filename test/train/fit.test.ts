/** @module Training beside other work. */
import { type TrainEvent, fit as train } from "unrolled/train";
import { expect, test } from "vitest";
import { restOf, shuffledRun } from "./runs.ts";

test("trains to the end and returns the last event", async () => {
  const expected = restOf(shuffledRun("Adam"));
  const events: TrainEvent[] = [];
  const end = await train(shuffledRun("Adam"), { onEvent: (event) => void events.push(event) });
  expect(events[0].type).toBe("start");
  expect(events.slice(1)).toEqual(expected);
  expect(end).toEqual(expected.at(-1));
});

test("a signal stops it between two events, and it goes on from there", async () => {
  const expected = restOf(shuffledRun("Adam"));
  const trainer = shuffledRun("Adam");
  const controller = new AbortController();
  const events: TrainEvent[] = [];
  const end = await train(trainer, {
    signal: controller.signal,
    onEvent: (event) => {
      events.push(event);
      if (events.length === 7) controller.abort();
    },
  });
  expect(end).toMatchObject({ type: "end", reason: "interrupted", epoch: 1 });
  expect(events.slice(1, 7)).toEqual(expected.slice(0, 6));
  expect(events[7]).toMatchObject({ type: "stopped", reason: "interrupted", restored: false });
  expect(events.length).toBe(9);
  const rest: TrainEvent[] = [];
  await train(trainer, { onEvent: (event) => void rest.push(event) });
  expect(rest.slice(1)).toEqual(expected.slice(6));
});

test("a signal that comes with the last event is no interruption", async () => {
  const controller = new AbortController();
  const onEvent = ({ type }: TrainEvent): void => (type === "end" ? controller.abort() : undefined);
  expect(await train(shuffledRun("SGD"), { signal: controller.signal, onEvent })).toMatchObject({
    reason: "epochs",
  });
});

test("gives way to the event loop", async () => {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setTimeout(turn, 0);
  };
  turn();
  await train(shuffledRun("SGD"), { yieldEvery: 0 });
  isOver = true;
  expect(turns).toBeGreaterThan(1);
});

test("waits for promises, and passes errors on", async () => {
  const trainer = shuffledRun("SGD");
  const sizes: number[] = [];
  const save = async (): Promise<void> => {
    const { length } = trainer.checkpoint();
    await new Promise((resolve) => setTimeout(resolve, 1));
    sizes.push(length);
  };
  await train(trainer, { onEvent: (event) => (event.type === "epoch" ? save() : undefined) });
  expect(sizes.length).toBe(4);
  await expect(
    train(shuffledRun("SGD"), { onEvent: () => Promise.reject(new Error("disk full")) }),
  ).rejects.toThrow("disk full");
});

test("a finished run has nothing left to report", async () => {
  const trainer = shuffledRun("SGD");
  await train(trainer);
  expect(await train(trainer)).toBeNull();
});
