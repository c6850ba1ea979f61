import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { colour } from '../../ui/tokens.ts';

const Panel = styled('section')({
  borderRadius: 6,
  padding: '10px 14px 14px',
  backgroundColor: colour.panel,
  minWidth: 0,
  border: `1px solid ${colour.line}`,
});
const PanelHead = styled('div')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 8,
  minHeight: 28,
  paddingBottom: 6,
  flexWrap: 'wrap',
  '& select': { width: 'auto' },
});
const PanelTitle = styled('h3')({ fontWeight: 600 });

/** A titled part of the middle. */
export function Card({
  title,
  order,
  actions,
  wide = false,
  children,
}: {
  readonly title: string;
  /** Its place where all stand in one column. */
  readonly order: number;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Panel aria-label={title} style={{ order, ...(wide ? { gridColumn: '1 / -1' } : {}) }}>
      <PanelHead>
        <PanelTitle>{title}</PanelTitle>
        {actions}
      </PanelHead>
      {children}
    </Panel>
  );
}
