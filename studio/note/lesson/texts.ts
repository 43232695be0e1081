/** @module The texts of the lesson by language, with the note's lines of PyTorch. */
import type { Translated } from "../../../src/text/lang.ts";
import { en, type QuizText, type TryText } from "./en.ts";
import { type LessonId, lessonIds } from "./steps.ts";
import { zh } from "./zh.ts";

/** A step's text. In a paragraph, `code` is in backticks, and *a name on the page* in asterisks. */
export interface LessonText {
  readonly title: string;
  readonly body: readonly string[];
  readonly quiz: QuizText;
  /** The step's buttons. */
  readonly tries: Readonly<Record<string, TryText>>;
  readonly code: string | null;
}

/** The lines of PyTorch that a step is about, as in the note; null if it needs none. */
const lessonCode: Readonly<Record<LessonId, string | null>> = {
  data: `\
steps = np.linspace(start, end, TIME_STEP, dtype=np.float32, endpoint=False)
x_np = np.sin(steps)
y_np = np.cos(steps)
x = torch.from_numpy(x_np[np.newaxis, :, np.newaxis])  # shape (batch, time_step, input_size)`,
  model: `\
print(rnn)
# RNN(
#   (rnn): RNN(1, 32, batch_first=True)
#   (out): Linear(in_features=32, out_features=1, bias=True)
# )
print(rnn.rnn._parameters.keys())  # the note: rnn._parameters, which is empty
# odict_keys(['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'])`,
  training: `\
prediction, h_state = rnn(x, h_state)
loss = loss_func(prediction, y)
optimizer.zero_grad()
loss.backward()
optimizer.step()`,
  state: `\
h_state = None  # for initial hidden state
for step in range(100):
    prediction, h_state = rnn(x, h_state)  # from the segment before, for the next`,
  detach: `\
h_state = h_state.detach()  # the note: h_state.data
c_state = c_state.detach()  # LSTM only`,
  lstm: `\
h_state = torch.randn(1, 1, 32)
c_state = torch.randn(1, 1, 32)
r_out, (h_state, c_state) = self.rnn(x, (h_state, c_state))`,
  comparison: null,
  length: null,
  forget: `\
H = 32  # gates i f g o: f is the second block
with torch.no_grad():
    rnn.rnn.bias_ih_l0[H : 2 * H] += 3`,
  memory: null,
  yours: null,
};

type Texts = Readonly<Record<LessonId, LessonText>>;

/** The lesson. */
export const lessonTexts: Translated<Texts> = { en: withCode(en), zh: withCode(zh) };

function withCode(words: Readonly<Record<LessonId, Omit<LessonText, "code">>>): Texts {
  const texts = lessonIds.map((id) => [id, { ...words[id], code: lessonCode[id] }]);
  return Object.fromEntries(texts) as Texts;
}
