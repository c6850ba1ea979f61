import { styled } from '@mui/material/styles';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { parseValue } from '../../state/sheet.ts';
import { colour } from '../../ui/tokens.ts';

const Text = styled('div', { shouldForwardProp: (prop) => prop !== 'tone' && prop !== 'number' })<{
  tone: 'active' | 'selected' | 'plain';
  number: boolean;
}>(({ tone, number }) => ({
  display: 'flex',
  alignItems: 'center',
  justifyContent: number ? 'flex-end' : 'flex-start',
  height: 27,
  padding: '0 8px',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  backgroundColor: tone === 'plain' ? 'transparent' : colour.selectedQuiet,
  boxShadow: tone === 'active' ? `inset 0 0 0 2px ${colour.accent}` : 'none',
}));
const Hint = styled('span')({ color: colour.muted, fontWeight: 400 });
const Field = styled('input')({
  width: '100%',
  minWidth: 112,
  height: 27,
  padding: '0 8px',
  border: 0,
  backgroundColor: colour.field,
  boxShadow: `inset 0 0 0 2px ${colour.accent}`,
  outline: 'none',
  '&:focus-visible': { outline: 'none' },
});

/** One cell of the sheet; `editing` is what is being typed into it, null while it is only shown. */
export function SheetCell({
  id,
  heading,
  text,
  hint,
  active,
  selected,
  editing,
  onText,
  onFinish,
  onPress,
  onOpen,
}: {
  readonly id: string;
  readonly heading: 'column' | 'row' | null;
  readonly text: string;
  readonly hint: string;
  readonly active: boolean;
  readonly selected: boolean;
  readonly editing: string | null;
  readonly onText: (text: string) => void;
  readonly onFinish: (keep: boolean, by: { rows: number; columns: number }) => void;
  readonly onPress: (extend: boolean) => void;
  readonly onOpen: () => void;
}) {
  const box = useRef<HTMLTableCellElement>(null);
  const done = useRef(false);
  useEffect(() => {
    if (active) box.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  const isEdited = editing !== null;
  useEffect(() => {
    if (isEdited) done.current = false;
  }, [isEdited]);

  const finish = (keep: boolean, rows: number, columns: number) => {
    if (done.current) return;
    done.current = true;
    onFinish(keep, { rows, columns });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') finish(true, event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'Tab') finish(true, 0, event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') finish(false, 0, 0);
    else return;
    event.preventDefault();
  };
  const content =
    editing === null ? (
      <Text
        number={heading === null && typeof parseValue(text) === 'number'}
        tone={active ? 'active' : selected ? 'selected' : 'plain'}
        title={text}
      >
        {text === '' ? <Hint>{hint}</Hint> : text}
      </Text>
    ) : (
      <Field
        autoFocus
        aria-label={hint === '' ? 'Cell' : hint}
        spellCheck={false}
        value={editing}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => finish(true, 0, 0)}
        onPointerDown={(event) => event.stopPropagation()}
      />
    );
  const shared = {
    id,
    ref: box,
    'aria-selected': selected,
    onPointerDown: (event: { shiftKey: boolean }) => onPress(event.shiftKey),
    onDoubleClick: onOpen,
  };
  if (heading === 'column') {
    return (
      <th scope="col" {...shared}>
        {content}
      </th>
    );
  }
  if (heading === 'row') {
    return (
      <th scope="row" {...shared}>
        {content}
      </th>
    );
  }
  return <td {...shared}>{content}</td>;
}
