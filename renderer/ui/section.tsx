import { styled } from '@mui/material/styles';
import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import { fold, layoutStore } from '../state/layout.ts';
import { Icon } from './icons.tsx';
import { colour } from './tokens.ts';

const Head = styled('div')({
  display: 'flex',
  alignItems: 'center',
  height: 36,
  gap: 4,
});
const Toggle = styled('button')({
  display: 'flex',
  alignItems: 'center',
  flex: '1 1 auto',
  minWidth: 0,
  gap: 8,
  height: '100%',
  padding: '0 12px',
  border: 0,
  background: 'none',
  fontWeight: 600,
  textAlign: 'left',
});
const Chevron = styled('span')({
  display: 'flex',
  alignItems: 'center',
  height: '100%',
  padding: '0 12px 0 8px',
  color: colour.muted,
  '&:hover': { color: colour.text },
});
const Title = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Body = styled('div')({ padding: '0 12px 12px' });
const Frame = styled('section')({ borderBottom: `1px solid ${colour.line}` });

/** A part of the inspector that folds; whether it is folded is remembered. */
export function Section({
  id,
  title,
  actions,
  children,
}: {
  /** Remembered under this name. */
  readonly id: string;
  readonly title: ReactNode;
  /** Small buttons at the right of the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const folded = useStore(layoutStore, (s) => s.folded[id] === true);
  const headId = useId();
  return (
    <Frame aria-labelledby={headId}>
      <Head>
        <Toggle type="button" id={headId} aria-expanded={!folded} onClick={() => fold(id, !folded)}>
          <Title>{title}</Title>
        </Toggle>
        {folded ? null : actions}
        {/* The mouse's end of the same button; the keyboard has the title. */}
        <Chevron aria-hidden="true" onClick={() => fold(id, !folded)}>
          <Icon name={folded ? 'chevronRight' : 'chevronDown'} size={12} />
        </Chevron>
      </Head>
      {folded ? null : <Body>{children}</Body>}
    </Frame>
  );
}
