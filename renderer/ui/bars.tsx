import { styled } from '@mui/material/styles';
import { colour } from './tokens.ts';

/** A line of controls above gallery, table or plot. It wraps where there is little room. */
export const ControlBar = styled('div')({
  flex: 'none',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '4px 12px',
  minHeight: 36,
  padding: '3px 8px 3px 12px',
  borderBottom: `1px solid ${colour.line}`,
});

export const Control = styled('label')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minWidth: 0,
  whiteSpace: 'nowrap',
  color: colour.muted,
  '& select': { width: 'auto', maxWidth: 200, color: colour.text },
});

export const Spring = styled('div')({ flex: '1 1 0', minWidth: 0 });

const Choices = styled('div')({
  display: 'flex',
  flex: 'none',
  height: 28,
  padding: 2,
  borderRadius: 4,
  border: `1px solid ${colour.line}`,
  backgroundColor: colour.field,
});
const Choice = styled('button')({
  height: '100%',
  padding: '0 8px',
  border: 0,
  borderRadius: 2,
  background: 'none',
  color: colour.muted,
  fontWeight: 500,
  whiteSpace: 'nowrap',
  '&:hover:not(:disabled)': { color: colour.text },
  '&[aria-checked="true"]': { backgroundColor: colour.selected, color: colour.text },
  '&:disabled': { opacity: 0.45 },
});

/** One of two or three ways, all in sight. */
export function Switch<T extends string>({
  label,
  value,
  options,
  onPick,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, title: string])[];
  readonly onPick: (value: T) => void;
}) {
  return (
    <Choices role="radiogroup" aria-label={label}>
      {options.map(([option, title], i) => (
        <Choice
          key={option}
          type="button"
          role="radio"
          aria-checked={option === value}
          tabIndex={option === value ? 0 : -1}
          onClick={() => onPick(option)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            if (by === 0) return;
            event.preventDefault();
            const next = (i + by + options.length) % options.length;
            onPick(options[next][0]);
            const sibling = event.currentTarget.parentElement?.children[next];
            if (sibling instanceof HTMLElement) sibling.focus();
          }}
        >
          {title}
        </Choice>
      ))}
    </Choices>
  );
}
