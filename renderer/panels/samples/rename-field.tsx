import { useEffect, useRef, useState } from 'react';
import { requestFocus } from '../../commands/focus.ts';
import { TextField } from '../../ui/field.tsx';

/** A name being edited where it stands. Enter or leaving keeps it, Escape does not; `onDone(null)` = unchanged. */
export function RenameField({
  name,
  label,
  onDone,
}: {
  readonly name: string;
  readonly label: string;
  readonly onDone: (name: string | null) => void;
}) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (keep: boolean, back: boolean) => {
    // Taking the field away makes it lose the focus, which must not count a second time.
    if (done.current) return;
    done.current = true;
    const typed = text.trim();
    onDone(keep && typed !== '' && typed !== name ? typed : null);
    if (back) requestFocus('tree');
  };
  return (
    <TextField
      ref={field}
      aria-label={label}
      style={{ height: 24 }}
      value={text}
      onText={setText}
      onEnter={() => finish(true, true)}
      onEscape={() => finish(false, true)}
      onBlur={() => finish(true, false)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
