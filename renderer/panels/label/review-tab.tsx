import { styled } from '@mui/material/styles';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { isOffered, titleOf } from '../../commands/command.ts';
import { commandById, runCommand } from '../../commands/list.ts';
import { frameKey, labelSetsStore } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import {
  goTo,
  loadQueue,
  type QueueOrder,
  type QueueUnit,
  type ReviewItem,
  reviewStore,
} from '../../state/labels/review.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { roomStore } from '../../state/room.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Select } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Progress } from '../../ui/progress.tsx';
import { grouped, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { useRows } from '../../ui/use-rows.ts';
import { Column, Quiet } from './form.tsx';

const rowHeight = 44;
const Head = styled('div')({ display: 'flex', flexDirection: 'column', gap: 8, padding: 12, flex: 'none' });
const Line = styled('div')({ display: 'flex', gap: 8, alignItems: 'center' });
const Scroll = styled('div')({
  position: 'relative',
  flex: '1 1 0',
  minHeight: 80,
  overflow: 'auto',
  borderTop: `1px solid ${colour.line}`,
});
const Row = styled('div')({
  position: 'absolute',
  left: 0,
  right: 0,
  height: rowHeight,
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  padding: '0 12px',
  '&:hover': { backgroundColor: colour.hover },
  '&[aria-selected="true"]': { backgroundColor: colour.selected },
});
const Text = styled('div')({ flex: '1 1 auto', minWidth: 0 });
const Cut = styled('div')({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' });
const Muted = styled(Cut)({ color: colour.muted, fontSize: 12, lineHeight: '16px' });
const Mark = styled('span')({ width: 16, flex: 'none', color: colour.muted, display: 'flex' });
const Foot = styled('div')({
  flex: 'none',
  display: 'grid',
  gridTemplateColumns: '1fr 1fr',
  gap: 6,
  padding: 12,
  borderTop: `1px solid ${colour.line}`,
});

const orders: readonly (readonly [QueueOrder, string])[] = [
  ['disagreement', 'Most disagreement'],
  ['uncertainty', 'Most uncertainty'],
  ['control', 'Random control'],
];
const units: readonly (readonly [QueueUnit, string])[] = [
  ['particles', 'Particles'],
  ['frames', 'Frames'],
];

function ItemText({ item }: { readonly item: ReviewItem }) {
  const image = useStore(libraryStore, (s) => s.imageById.get(item.imageId));
  const where = image === undefined ? '' : image.name + (image.frames > 1 ? ` · frame ${item.frame + 1}` : '');
  return (
    <Text>
      <Cut>{item.reason}</Cut>
      <Muted>
        {where}
        {item.instanceId === null ? '' : ` · particle ${item.instanceId}`}
      </Muted>
    </Text>
  );
}

const scoreMeans = (order: QueueOrder, score: number) =>
  order === 'disagreement'
    ? `${Math.round(score * 100)} % apart (1 − IoU)`
    : `Uncertainty ${Math.round(score * 100)} %`;

/** The frame that is shown: reviewed or not, and the button that says so. */
function FrameMark() {
  const shown = useStore(selectionStore, (s) => s.shown);
  const reviewed = useStore(labelSetsStore, (s) =>
    shown === null ? false : s.frames.get(frameKey(shown))?.reviewed === true,
  );
  const open = useStore(labelStore, (s) => s.document !== null);
  if (!open) return null;
  return (
    <Line>
      <Quiet style={{ flex: '1 1 auto' }}>{reviewed ? 'This frame is reviewed.' : 'This frame is not reviewed.'}</Quiet>
      <CommandButton id="review.frame" label={reviewed ? 'Take the mark off' : 'Mark as reviewed'} />
    </Line>
  );
}

/** What to look at next, the worst first: accept it, fix it, go on. */
export function ReviewTab() {
  const { order, unit, items, total, done, note, at, loading, loaded } = useStore(reviewStore);
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useRows(scroll, items.length, () => rowHeight);
  useStore(selectionStore, (s) => s.runId);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    goTo(at === null ? 0 : Math.min(items.length - 1, Math.max(0, at + by)));
    event.preventDefault();
    event.stopPropagation();
  };
  // what is looked at stays in sight here
  useEffect(() => {
    if (at !== null) rows.scrollToIndex(at);
  }, [at, rows]);
  const load = (wish: { order?: QueueOrder; unit?: QueueUnit } = {}) =>
    void attempt('inspector', 'review', () => loadQueue(wish));
  return (
    <Column>
      <Head>
        <Line>
          <Select aria-label="Order of the queue" value={order} options={orders} onPick={(o) => load({ order: o })} />
          <Select
            aria-label="Review what"
            value={unit}
            options={units}
            onPick={(u) => load({ unit: u })}
            style={{ width: 110, flex: 'none' }}
          />
        </Line>
        {loaded ? (
          <>
            <Line>
              <strong data-testid="review-count">
                {grouped(done)} of {grouped(total)} reviewed
              </strong>
              <span style={{ flex: '1 1 auto' }} />
              <Button look="quiet" icon="restore" disabled={loading} onClick={() => load()}>
                Look again
              </Button>
            </Line>
            <Progress value={total === 0 ? 0 : done / total} label="Reviewed" />
          </>
        ) : (
          <>
            <Quiet>
              Put the labels in the order in which they most likely are wrong, and go through them with three keys. Only
              reviewed labels train a model.
            </Quiet>
            <Quiet>
              <strong>Accept</strong> keeps what the labels say and remembers that you looked.{' '}
              <strong>Take the model’s</strong> changes the labels to what the model says. <strong>Skip</strong> changes
              nothing. The run itself never changes.
            </Quiet>
            <Button look="primary" disabled={loading} onClick={() => load()}>
              Make the queue
            </Button>
          </>
        )}
        {note === '' ? null : <Quiet>{note}</Quiet>}
        <FrameMark />
      </Head>
      {loaded ? (
        <>
          <Scroll
            ref={scroll}
            role="listbox"
            aria-label="To review"
            data-keys="shared"
            tabIndex={0}
            onKeyDown={onKeyDown}
          >
            <div style={{ height: rows.getTotalSize() }}>
              {rows.getVirtualItems().map(({ index, start }) => {
                const item = items[index];
                return (
                  <Row
                    key={index}
                    role="option"
                    title={item.kind === 'control' ? item.reason : `${item.reason}\n${scoreMeans(order, item.score)}`}
                    aria-selected={index === at}
                    style={{ top: start, opacity: item.done && index !== at ? 0.55 : 1 }}
                    onClick={() => goTo(index)}
                  >
                    <Mark>{item.done ? <Icon name="check" size={14} /> : null}</Mark>
                    <ItemText item={item} />
                    <Quiet style={{ flex: 'none', whiteSpace: 'nowrap' }}>
                      {item.kind === 'control' ? '' : `${Math.round(item.score * 100)}${thinSpace}%`}
                    </Quiet>
                  </Row>
                );
              })}
            </div>
            {items.length === 0 ? (
              <Quiet style={{ padding: 12 }}>Nothing is left to look at in this order.</Quiet>
            ) : null}
          </Scroll>
          <Foot>
            <ReviewButton id="review.accept" label="Accept" primary />
            <ReviewButton id="review.fix" label="Take the model’s" />
            <ReviewButton id="review.previous" label="Back" />
            <ReviewButton id="review.next" label="Skip" />
          </Foot>
        </>
      ) : null}
    </Column>
  );
}

/** A command whose key stands in its tooltip; there is no room for it on the button. */
function ReviewButton({
  id,
  label,
  primary = false,
}: {
  readonly id: string;
  readonly label: string;
  readonly primary?: boolean;
}) {
  const command = commandById(id);
  const roomId = useStore(roomStore, (s) => s.roomId);
  const usable = isOffered(command, roomId);
  return (
    <Tip title={titleOf(command)} shortcut={command.shortcuts?.[0]} placement="top">
      <span style={{ display: 'grid' }}>
        <Button look={primary ? 'primary' : 'plain'} disabled={!usable} onClick={() => runCommand(command)}>
          {label}
        </Button>
      </span>
    </Tip>
  );
}
