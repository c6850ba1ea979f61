import { styled } from '@mui/material/styles';
import Tooltip, { type TooltipProps } from '@mui/material/Tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Keys } from './keys.tsx';
import { colour } from './tokens.ts';

const Line = styled('span')({ display: 'flex', alignItems: 'center', gap: 8 });
const More = styled('span')({ display: 'block', color: colour.muted, whiteSpace: 'pre-line' });

/** A tooltip: what a thing is, the key that does it, and where a number comes from. */
export function Tip({
  title,
  shortcut,
  more,
  placement = 'bottom',
  children,
}: {
  readonly title: ReactNode;
  readonly shortcut?: string | undefined;
  readonly more?: ReactNode;
  readonly placement?: TooltipProps['placement'];
  readonly children: ReactElement;
}) {
  return (
    <Tooltip
      placement={placement}
      describeChild
      title={
        <>
          <Line>
            {title}
            {shortcut === undefined ? null : <Keys shortcut={shortcut} />}
          </Line>
          {more === undefined ? null : <More>{more}</More>}
        </>
      }
    >
      {children}
    </Tooltip>
  );
}
