import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

/** Puts text on the clipboard; false when the system does not let it. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Hosts that grant no permissions refuse this; a copy event inside a click needs none.
    return copyByEvent(text);
  }
}

function copyByEvent(text: string): boolean {
  const hear = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', hear, { once: true });
  const done = document.execCommand('copy');
  document.removeEventListener('copy', hear);
  return done;
}

/** A button that copies and says so for a moment. `text` is asked for when it is pressed. */
export function CopyButton({
  label,
  look = 'plain',
  text,
}: {
  readonly label: string;
  readonly look?: 'plain' | 'quiet';
  readonly text: () => string;
}) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), 1600);
    return () => clearTimeout(timer);
  }, [outcome]);
  const words = { copied: 'Copied', refused: 'Could not copy' };
  return (
    <Button
      look={look}
      icon={outcome === 'copied' ? 'check' : 'copy'}
      onClick={() => void copyText(text()).then((done) => setOutcome(done ? 'copied' : 'refused'))}
    >
      <span aria-live="polite">{outcome === null ? label : words[outcome]}</span>
    </Button>
  );
}
