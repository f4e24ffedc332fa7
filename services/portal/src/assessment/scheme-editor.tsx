import { useImperativeHandle, useMemo, useRef, type KeyboardEvent, type Ref } from 'react';
import './scheme-editor.css';

const LINE = 20;

export interface EditorHandle {
  /** Puts the cursor there and shows the line. */
  readonly goTo: (line: number, column?: number) => void;
}

interface EditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  /** Lines with a fault. */
  readonly marked: ReadonlySet<number>;
  readonly readOnly: boolean;
  readonly ref: Ref<EditorHandle>;
}

/** A plain text field with line numbers. Tab leaves it, as everywhere; Enter keeps the indentation, Ctrl+S saves. */
export function SchemeEditor({ value, onChange, onSave, marked, readOnly, ref }: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const count = useMemo(() => value.split('\n').length, [value]);
  useImperativeHandle(ref, () => ({
    goTo: (line, column = 1) => {
      const area = field.current;
      if (!area) return;
      const start = area.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1;
      area.focus({ preventScroll: true });
      area.setSelectionRange(start, start);
      area.scrollTop = Math.max(0, (line - 4) * LINE);
      area.scrollLeft = 0;
      area.scrollIntoView({ block: 'nearest' });
    },
  }));
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      onSave();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || readOnly) return;
    const area = event.currentTarget;
    const before = area.value.slice(0, area.selectionStart);
    const indent = /^ *(?:- )?/.exec(before.slice(before.lastIndexOf('\n') + 1))![0].replace('- ', '  ');
    event.preventDefault();
    document.execCommand('insertText', false, `\n${indent}`); // the only way that keeps what can be undone
  };
  return (
    <div className="scheme-editor">
      <div className="gutter" ref={gutter} aria-hidden="true">
        {Array.from({ length: count }, (_, i) => (
          <div key={i} className={marked.has(i + 1) ? 'faulty' : undefined}>
            {i + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={field}
        aria-label="办法文本"
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        value={value}
        readOnly={readOnly}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={keys}
        onScroll={(event) => {
          if (gutter.current) gutter.current.style.transform = `translateY(${-event.currentTarget.scrollTop}px)`;
        }}
      />
    </div>
  );
}
