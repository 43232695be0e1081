/** @module Number fields: what is typed takes effect once it is valid; until then the field says what is wrong. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

interface NumberFieldProps {
  /** Its id is `field-{name}`, and `hint-{name}` that of its hint. */
  readonly name: string;
  /** The number as text; empty where none is set. */
  readonly value: string;
  /** Sets the number and returns it as text; null for a text that is invalid. */
  readonly onCommit: (text: string) => string | null;
  /** What a valid number is. */
  readonly rule: string;
  readonly placeholder?: string;
  /** The arrow keys: up is 1, down is -1. */
  readonly onStep?: (direction: 1 | -1) => void;
  /** Whether a number counts while it is typed, and not only after Enter or on leaving the field. */
  readonly isLive?: boolean;
}

/** Milliseconds without a further key until what is typed counts. */
const typingPause = 300;

/** An input, and its error. */
export function NumberField(props: NumberFieldProps) {
  const { name, value, onCommit, rule, placeholder, onStep, isLive = false } = props;
  const typed = useSignal(value);
  const isWrong = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** What a number counts as that is still being typed: 0.10 is 0.1, but may become 0.105. */
  const meant = useRef<string | null>(null);
  const show = (text: string | null): void => {
    clearTimeout(timer.current);
    isWrong.value = text === null;
    typed.value = text ?? typed.value;
  };
  useEffect(() => {
    const isOwn = meant.current === value && document.activeElement === input.current;
    if (!isOwn) show(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (): void => {
    meant.current = null;
    show(onCommit(typed.value));
  };
  const commitTyped = (): void => {
    meant.current = onCommit(typed.value);
    isWrong.value = meant.current === null;
  };
  return (
    <>
      <input
        id={`field-${name}`}
        name={name}
        ref={input}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        placeholder={placeholder}
        aria-describedby={`hint-${name}`}
        aria-invalid={isWrong.value}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          clearTimeout(timer.current);
          if (isLive) timer.current = setTimeout(commitTyped, typingPause);
        }}
        onChange={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : null;
          if (direction === null || onStep === undefined) return;
          event.preventDefault();
          meant.current = null;
          onStep(direction);
        }}
      />
      {isWrong.value && (
        <p class="wrong" role="alert">
          {rule}
        </p>
      )}
    </>
  );
}
