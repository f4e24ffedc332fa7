import { Button, type ButtonProps } from 'antd';
import { useRef } from 'react';

interface FileButtonProps extends ButtonProps {
  /** What is chosen, for who hears the page. */
  readonly label: string;
  readonly accept: string;
  readonly choose: (file: File) => void;
}

/** A button by which a file is chosen, the same one as often as one likes. */
export function FileButton({ label, accept, choose, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        className="hidden-input"
        type="file"
        accept={accept}
        aria-label={label}
        tabIndex={-1}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) choose(file);
        }}
      />
    </>
  );
}
