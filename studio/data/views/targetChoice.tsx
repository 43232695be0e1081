/** @module Which of several targets the charts show. */
import { show, shownOf } from "../state/figures.ts";

interface TargetChoiceProps {
  readonly label: string;
  readonly targets: readonly string[];
}

/** Nothing where there is only one. */
export function TargetChoice({ label, targets }: TargetChoiceProps) {
  if (targets.length < 2) return null;
  return (
    <label class="target-choice">
      {label}
      <select
        name="target"
        value={shownOf(targets)}
        onChange={({ currentTarget }) => show(currentTarget.value)}
      >
        {targets.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
