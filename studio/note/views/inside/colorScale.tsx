/** @module The colour key below a heat map: which colour stands for which value. */
import { divergingHex } from "../../../../src/figures/palette.ts";
import { theme } from "../../../shared/preferences.ts";

interface ColorScaleProps {
  readonly low: string;
  readonly middle: string;
  readonly high: string;
}

const shades = Array.from({ length: 21 }, (_, i) => i / 10 - 1);

/** From the lowest value to the highest, with what is neutral in the middle. */
export function ColorScale({ low, middle, high }: ColorScaleProps) {
  return (
    <div class="color-scale">
      <svg viewBox="0 0 21 1" preserveAspectRatio="none" aria-hidden="true">
        {shades.map((shade, i) => (
          <rect key={shade} x={i} width="1.05" height="1" fill={divergingHex(shade, theme.value)} />
        ))}
      </svg>
      <small>
        <span>{low}</span>
        <span>{middle}</span>
        <span>{high}</span>
      </small>
    </div>
  );
}
