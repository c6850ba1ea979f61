import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { parseDecimal } from '../../state/calibrating.ts';
import { Input } from '../../ui/field.tsx';
import { colour } from '../../ui/tokens.ts';

const Above = styled('label')({
  display: 'flex',
  flexDirection: 'column',
  fontSize: 12,
  color: colour.muted,
  minWidth: 0,
  '& input': { color: colour.text },
});

/** A number that takes effect on Enter or when it is left; empty text is null; what is no number is put back. */
export function NumberField({
  label,
  value,
  onNumber,
  before = null,
  after = null,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly onNumber: (value: number | null) => void;
  readonly before?: React.ReactNode;
  readonly after?: React.ReactNode;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const shown = value === null ? '' : String(value);
  const commit = () => {
    if (draft === null) return;
    const number = parseDecimal(draft);
    setDraft(null);
    if (draft.trim() === '') onNumber(null);
    else if (number !== null && number !== value) onNumber(number);
  };
  return (
    <Above style={before === null ? {} : { flexDirection: 'row', alignItems: 'center', gap: 6 }}>
      {before ?? label}
      <Input
        aria-label={label}
        value={draft ?? shown}
        inputMode="decimal"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          else if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            setDraft(null);
          }
        }}
      />
      {after}
    </Above>
  );
}
