/** @module A slider with its label and its value as text. */
import type { ComponentChildren } from "preact";

interface RangeFieldProps {
  readonly label: ComponentChildren;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value: number;
  /** The value as it is shown. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** Calls `onChange` with each value while the slider moves. */
export function RangeField({ label, name, min, max, step = 1, value, text, onChange }: RangeFieldProps) {
  return (
    <label>
      {label}
      <input
        type="range"
        {...{ name, min, max, step, value }}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
      <output>{text}</output>
    </label>
  );
}
