/** @module A button that asks for a file: the browser's own field speaks the system's language, not the page's. */
import { useRef } from "preact/hooks";

interface FileButtonProps {
  readonly name: string;
  readonly accept: string;
  readonly label: string;
  readonly primary?: boolean;
  readonly onFile: (file: File) => void;
}

/** Opens the system's dialogue. */
export function FileButton({ name, accept, label, primary = false, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={primary ? "primary" : ""}
        data-action={name}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        name={name}
        accept={accept}
        hidden
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onFile(file);
          currentTarget.value = ""; // so that the same file can be chosen again
        }}
      />
    </>
  );
}
