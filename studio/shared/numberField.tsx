/** @module Number fields: what is typed takes effect once it is valid; until then the field says what is wrong. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

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
}

/** An input, and its error. */
export function NumberField({ name, value, onCommit, rule, placeholder, onStep }: NumberFieldProps) {
  const typed = useSignal(value);
  const isWrong = useSignal(false);
  const show = (text: string | null): void => {
    isWrong.value = text === null;
    typed.value = text ?? typed.value;
  };
  useEffect(() => show(value), [value]);
  const commit = (): void => show(onCommit(typed.value));
  return (
    <>
      <input
        id={`field-${name}`}
        name={name}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        placeholder={placeholder}
        aria-describedby={`hint-${name}`}
        aria-invalid={isWrong.value}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onChange={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : null;
          if (direction === null || onStep === undefined) return;
          event.preventDefault();
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
