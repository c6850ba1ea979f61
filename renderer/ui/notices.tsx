import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { dismissNotice, type Notice, type NoticePlace, noticeStore } from '../state/notices.ts';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icons.tsx';
import { colour } from './tokens.ts';

type Kind = Notice['kind'];

const Box = styled('div', { shouldForwardProp: (prop) => prop !== 'kind' })<{ kind: Kind }>(({ kind }) => ({
  position: 'relative',
  flex: 'none',
  display: 'grid',
  gridTemplateColumns: '14px minmax(0, 1fr)',
  columnGap: 8,
  padding: '6px 36px 6px 10px',
  fontSize: 12,
  lineHeight: '16px',
  borderBottom: `1px solid ${colour.line}`,
  backgroundColor: kind === 'error' ? colour.errorGround : kind === 'suspect' ? colour.suspectGround : colour.raised,
  '& > svg': {
    marginTop: 1,
    color: kind === 'error' ? colour.error : kind === 'suspect' ? colour.suspect : colour.muted,
  },
}));
const Body = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px', minWidth: 0 });
const Text = styled('div')({ flex: '1 1 150px', minWidth: 0, overflowWrap: 'anywhere', userSelect: 'text' });
const Remedy = styled('div')({ color: colour.muted });
const Act = styled('span')({ display: 'flex', margin: '-4px 0', '& button': { height: 24, fontSize: 12 } });
const Dismiss = styled('span')({ position: 'absolute', top: 0, right: 4, display: 'flex' });

/** One inline notice: what happened, what to do, one button that does it. */
export function NoticeBox({
  kind,
  text,
  remedy = '',
  action,
  onDismiss,
}: {
  readonly kind: Kind;
  readonly text: ReactNode;
  readonly remedy?: ReactNode;
  readonly action?: Notice['action'];
  readonly onDismiss?: () => void;
}) {
  return (
    <Box kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon name={kind === 'error' ? 'error' : kind === 'suspect' ? 'warning' : 'info'} size={14} />
      <Body>
        <Text>
          {text}
          {remedy === '' ? null : <Remedy>{remedy}</Remedy>}
        </Text>
        {action === undefined ? null : (
          <Act>
            <Button onClick={action.run}>{action.title}</Button>
          </Act>
        )}
      </Body>
      {onDismiss === undefined ? null : (
        <Dismiss>
          <IconButton icon="close" label="Dismiss" onClick={onDismiss} />
        </Dismiss>
      )}
    </Box>
  );
}

/** The notices that belong to one place of the window. */
export function Notices({ place }: { readonly place: NoticePlace }) {
  const notices = useStore(noticeStore, (s) => s.notices);
  const here = notices.filter((notice) => notice.place === place);
  return here.map(({ key, kind, text, remedy, action }) => (
    <NoticeBox
      key={key}
      kind={kind}
      text={text}
      remedy={remedy}
      {...(action === undefined ? {} : { action })}
      onDismiss={() => dismissNotice(place, key)}
    />
  ));
}
