import { styled } from '@mui/material/styles';
import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, useId } from 'react';
import { colour, size } from './tokens.ts';

const box = {
  height: size.control,
  minWidth: 0,
  width: '100%',
  padding: '0 8px',
  border: `1px solid ${colour.line}`,
  borderRadius: size.radius,
  backgroundColor: colour.field,
  color: colour.text,
  '&:hover:not(:disabled)': { borderColor: colour.edge },
  '&:focus': { borderColor: colour.accent, outline: 'none', boxShadow: `0 0 0 1px ${colour.accent}` },
  '&[aria-invalid="true"]': { borderColor: colour.error },
  '&:disabled': { color: colour.muted },
} as const;

export const Input = styled('input')({
  ...box,
  '&[type="search"]::-webkit-search-cancel-button': { display: 'none' },
});
export const TextArea = styled('textarea')({
  ...box,
  height: 'auto',
  padding: '4px 8px',
  resize: 'vertical',
  minHeight: 52,
  display: 'block',
});
const NativeSelect = styled('select')({
  ...box,
  padding: '0 4px',
  cursor: 'default',
  '& option': { backgroundColor: colour.raised, color: colour.text },
});

/** A choice out of few. The system's own list: keyboard, screen reader and touch work as people know them. */
export function Select<T extends string>({
  value,
  options,
  onPick,
  ...rest
}: Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange'> & {
  readonly value: T;
  readonly options: readonly (readonly [value: T, title: string])[];
  readonly onPick: (value: T) => void;
}) {
  return (
    <NativeSelect value={value} onChange={(event) => onPick(event.target.value as T)} {...rest}>
      {options.map(([option, title]) => (
        <option key={option} value={option}>
          {title}
        </option>
      ))}
    </NativeSelect>
  );
}

const Row = styled('div')({
  display: 'grid',
  gridTemplateColumns: '88px minmax(0, 1fr)',
  alignItems: 'center',
  columnGap: 8,
  minHeight: size.row,
});
const RowLabel = styled('label')({ color: colour.muted });
const Problem = styled('p')({ gridColumn: 2, color: colour.error, fontSize: 12, lineHeight: '16px', padding: '2px 0' });

/** A labelled line of a form. `children` gets the id that ties the field to its label. */
export function FieldRow({
  label,
  problem,
  children,
}: {
  readonly label: string;
  readonly problem?: string | null;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <Row>
      <RowLabel htmlFor={id}>{label}</RowLabel>
      {children(id)}
      {problem === undefined || problem === null ? null : <Problem role="alert">{problem}</Problem>}
    </Row>
  );
}

/** A text field. Enter does what `onEnter` says, Escape what `onEscape` says. */
export function TextField({
  onText,
  onEnter,
  onEscape,
  ...rest
}: Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> & {
  readonly onText: (text: string) => void;
  readonly onEnter?: () => void;
  readonly onEscape?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}) {
  return (
    <Input
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onEnter !== undefined && !event.nativeEvent.isComposing) {
          event.preventDefault();
          onEnter();
        } else if (event.key === 'Escape' && onEscape !== undefined) {
          event.preventDefault();
          event.stopPropagation();
          onEscape();
        }
      }}
      {...rest}
    />
  );
}

const Check = styled('label')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minHeight: 24,
  '& input': { width: 14, height: 14, margin: 0, accentColor: colour.accent, flex: 'none' },
});

export function Checkbox({
  label,
  checked,
  onCheck,
}: {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onCheck: (checked: boolean) => void;
}) {
  return (
    <Check>
      <input type="checkbox" checked={checked} onChange={(event) => onCheck(event.target.checked)} />
      {label}
    </Check>
  );
}
