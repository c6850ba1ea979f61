import { styled } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
import { colour } from './tokens.ts';

const Box = styled('span')({
  flex: 'none',
  display: 'inline-block',
  width: 14,
  height: 14,
  borderRadius: 3,
  boxShadow: `inset 0 0 0 1px ${colour.line}`,
});

/** The colour of a class; `small` inside a line of text. */
export function Swatch({ colour: tone, small = false }: { readonly colour: string; readonly small?: boolean }) {
  return <Box aria-hidden="true" style={{ backgroundColor: tone, ...(small ? { width: 9, height: 9 } : {}) }} />;
}

const Pick = styled('label')({
  position: 'relative',
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  width: 20,
  height: 20,
  borderRadius: 4,
  '&:hover': { backgroundColor: colour.hover },
  '&:focus-within': { outline: `2px solid ${colour.accent}` },
  '& input': { position: 'absolute', inset: 0, width: '100%', height: '100%', opacity: 0, cursor: 'pointer' },
});

/** The colour of a class, to be changed: the system's own colour chooser. `onDone` hears once it is closed. */
export function ColourPick({
  colour: tone,
  label,
  onDone,
}: {
  readonly colour: string;
  readonly label: string;
  readonly onDone: (colour: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const element = input.current;
    // React's onChange is the native `input`: every movement in the chooser would be an edit
    const hear = () => {
      if (element !== null && element.value !== tone) onDone(element.value);
    };
    element?.addEventListener('change', hear);
    return () => element?.removeEventListener('change', hear);
  }, [tone, onDone]);
  return (
    <Pick title={label}>
      <Swatch colour={tone} />
      <input ref={input} key={tone} type="color" aria-label={label} defaultValue={tone} />
    </Pick>
  );
}
