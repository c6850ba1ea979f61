import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { fold, layoutStore } from '../state/layout.ts';
import { Icon } from './icons.tsx';
import { colour } from './tokens.ts';

const Toggle = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  width: '100%',
  height: 26,
  padding: 0,
  border: 0,
  background: 'none',
  color: colour.muted,
  textAlign: 'left',
  '&:hover': { color: colour.text },
});

/** Further lines inside a section, shown on request; whether they are is remembered. */
export function Fold({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const open = useStore(layoutStore, (s) => s.folded[id] === false);
  return (
    <div>
      <Toggle type="button" aria-expanded={open} onClick={() => fold(id, open)}>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={10} />
        {title}
      </Toggle>
      {open ? <div style={{ paddingBottom: 4 }}>{children}</div> : null}
    </div>
  );
}
