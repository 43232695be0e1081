/** @module Questions that learners ask of the note, each with a short answer and the place where it can be seen. */
import type { Translated, WordsOf } from "../../../src/text/lang.ts";
import type { LessonId } from "./steps.ts";

/** The questions in order, and the step of the lesson that shows the answer; null is the panel Inside. */
export const questionSteps = {
  detach: "detach",
  shared: "model",
  shape: "model",
  first: "training",
  hidden: null,
  cells: "comparison",
  longer: "comparison",
  vanishing: "length",
  rises: "training",
  rate: "training",
} as const satisfies Readonly<Record<string, LessonId | null>>;

/** A question. */
export type QuestionId = keyof typeof questionSteps;

/** The questions, in order. */
export const questionIds = Object.keys(questionSteps) as QuestionId[];

const en = {
  detach: {
    question: "Why `h_state.data`, or `detach()`?",
    answer:
      "The carried state is still attached to the graph of its segment, which `backward()` has freed. Without the cut, the second segment stops with “Trying to backward through the graph a second time”. The price of the cut: nothing is learnt across a segment’s border.",
  },
  shared: {
    question: "How can one U, V and W serve ten steps?",
    answer:
      "They are the same arrays at every step; only input and incoming state differ, and `backward()` adds up the gradients of all steps. Over 50 steps the network has the same 1,153 parameters.",
  },
  shape: {
    question: "What is the shape of `h`?",
    answer:
      "`(1, 1, 32)`: layers, batch, units, even with `batch_first=True`. The input is `(1, 10, 1)`: batch, steps, features.",
  },
  first: {
    question: "Why is the first segment wrong?",
    answer:
      "The weights are still random: it has not learnt yet. A trained network must guess its very first answer only: the state is empty, and `sin 0 = 0` fits `cos t = 1` as well as −1.",
  },
  hidden: {
    question: "What is in `h`?",
    answer:
      "Where in its period the curve is. Trained, `h` runs round a ring like the hand of a clock, in two components with 57% and 41% of its variance. Untrained, it moves on a line: `sin t`, and little else. *Inside* draws both.",
  },
  cells: {
    question: "RNN or LSTM at 20 steps?",
    answer:
      "No difference can be told. At learning rate 0.02, both end at a median loss of 0.006 over 20 seeds, a GRU at 0.0006. One seed proves little.",
  },
  longer: {
    question: "Are 20 steps better than 10?",
    answer:
      "For the RNN at learning rate 0.02, with the end point in each segment, yes: 0.006 against 0.13 (medians of 20 seeds). What costs is that sample, read twice. Without the end point, 10 steps are better: 0.0008 against 0.0015.",
  },
  vanishing: {
    question: "Beyond 10 steps, do gradients vanish? Does it matter?",
    answer:
      "Before training they do, below 1% within 6 to 9 steps at any length. For cos it does not matter: at 50 steps, RNN and LSTM fail at learning rate 0.02, but learn at 0.005 from the same weights. Where something must be remembered, it does matter: steps 9 and 10.",
  },
  rises: {
    question: "Why does the loss rise again after segment 55?",
    answer:
      "Near the bottom, steps of 0.02 are too large. Go on from segment 55 at 0.002, and the last ten losses average 0.001 instead of 0.04. It is also chance: of 20 seeds, 18 go on falling.",
  },
  rate: {
    question: "Why a learning rate of 0.02?",
    answer:
      "The note gives no reason. It is fast: the loss first falls below 0.1 in segment 10, at 0.002 in segment 19. It is also restless: the last ten average 0.04, at 0.002 only 0.0007.",
  },
} as const satisfies Readonly<Record<QuestionId, { readonly question: string; readonly answer: string }>>;

const zh: WordsOf<typeof en> = {
  detach: {
    question: "为什么要写 `h_state.data` 或 `detach()`？",
    answer:
      "传下来的状态还连着上一段的计算图，而那张图已被 `backward()` 释放。不切断，第二段就会报错停下：“Trying to backward through the graph a second time”。切断的代价是：跨过段的边界，什么也学不到。",
  },
  shared: {
    question: "10 个时间步怎么共用一组 U、V、W？",
    answer:
      "每一步用的都是同样的数组，不同的只有输入和传进来的状态；`backward()` 把各步的梯度加在一起。展开 50 步，参数还是 1153 个。",
  },
  shape: {
    question: "`h` 是什么形状？",
    answer:
      "`(1, 1, 32)`：层数、批大小、单元数，设了 `batch_first=True` 也一样。输入是 `(1, 10, 1)`：批大小、步数、特征数。",
  },
  first: {
    question: "第一段为什么是错的？",
    answer:
      "因为权重还是随机的，它还没有学。训练好之后，只有最开头的一个答案要靠猜：状态是空的，而 `sin 0 = 0` 既可能对应 `cos t = 1`，也可能对应 −1。",
  },
  hidden: {
    question: "`h` 里有什么？",
    answer:
      "曲线走到了周期的哪里。训练好的 `h` 像钟表的指针绕着一个环转，两个主成分占方差的 57% 和 41%。没训练时，它只沿一条直线来回：除了 `sin t` 几乎没有别的。“*网络内部*”画出了两者。",
  },
  cells: {
    question: "20 步时，RNN 和 LSTM 谁好？",
    answer:
      "看不出差别。学习率 0.02 时，20 个种子的损失中位数都是 0.006，GRU 是 0.0006。只看一个种子，说明不了什么。",
  },
  longer: {
    question: "20 步比 10 步好吗？",
    answer:
      "学习率 0.02、每段含终点时，RNN 确实如此：0.006 对 0.13（20 个种子的中位数）。吃亏的是读了两次的那个采样点；不含终点，反而是 10 步更好：0.0008 对 0.0015。",
  },
  vanishing: {
    question: "超过 10 步，梯度会消失吗？要紧吗？",
    answer:
      "训练前会：不论多长，6 到 9 步之内就降到 1% 以下。但学 cos 并不要紧：50 步、学习率 0.02 时，RNN 和 LSTM 学不会；从同样的权重出发，改成 0.005 就学会了。真正需要记忆的任务才要紧，见“跟着学”的第 9、10 步。",
  },
  rises: {
    question: "第 55 段之后，损失为什么又升高？",
    answer:
      "接近最低处时，0.02 的步子太大了。从第 55 段起改用 0.002，最后十段平均是 0.001，而不是 0.04。这也有偶然：20 个种子里，有 18 个继续下降。",
  },
  rate: {
    question: "学习率为什么是 0.02？",
    answer:
      "笔记没有说。它学得快：第 10 段损失就第一次降到 0.1 以下，0.002 要到第 19 段。它也不安稳：最后十段平均 0.04，而 0.002 只有 0.0007。",
  },
};

/** Questions and answers, by language. */
export const questions: Translated<WordsOf<typeof en>> = { en, zh };
