import { styled } from '@mui/material/styles';
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TrainingFrame } from '../../../app/contract/training.ts';
import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { frameKey, labelSetsStore } from '../../state/labels/label-sets.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { enterRoom } from '../../state/room.ts';
import { selectionStore, showImage } from '../../state/selection.ts';
import { chooseFrame, chosenFrames, followShown } from '../../state/training/chosen-frames.ts';
import { moveFrames, planStore, wish } from '../../state/training/plan.ts';
import { setTrainView, trainViewStore } from '../../state/training/train-view.ts';
import { viewStore } from '../../state/view.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { count } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { FrameCard } from './frame-card.tsx';
import { framesOf, type LaneInfo, lanes } from './lanes.ts';

const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto', containerType: 'inline-size' });
const Parts = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
  gap: 8,
  padding: 8,
  alignItems: 'stretch',
  '@container (max-width: 700px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
});
const Lane = styled('section')({
  borderRadius: 6,
  padding: '0 12px 8px',
  border: `1px solid ${colour.line}`,
  backgroundColor: colour.panel,
  '&[data-over="true"]': { boxShadow: `inset 0 0 0 2px ${colour.accent}`, backgroundColor: colour.hover },
});
const Head = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, minHeight: 32, flexWrap: 'wrap' });
const Title = styled('h3')({ fontWeight: 600 });
const Muted = styled('span')({ color: colour.muted });
const Cards = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 2, margin: '0 -6px' });
const Hint = styled('p')({ color: colour.muted, fontSize: 12, padding: '0 0 4px' });
const Spring = styled('div')({ flex: '1 1 0' });

const dragType = 'application/x-morphoscope-training-frames';

/** A frame as one reads it: its image's name, and which frame of a stack. */
export function frameLabel({ imageId, frame, name }: Pick<TrainingFrame, 'imageId' | 'frame' | 'name'>): string {
  const image = libraryStore.getState().imageById.get(imageId);
  return (image?.frames ?? 1) > 1 ? `${name} · ${frame + 1}` : name;
}

function LaneOf({
  lane,
  frames,
  children,
  action,
}: {
  readonly lane: LaneInfo;
  readonly frames: readonly TrainingFrame[];
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) => event.dataTransfer.types.includes(dragType);
  const particles = frames.reduce((sum, { instances }) => sum + instances, 0);
  return (
    <Lane
      aria-label={lane.title}
      data-over={over}
      style={lane.wide ? { gridColumn: '1 / -1' } : {}}
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!takes(event)) return;
        event.preventDefault();
        void attempt('stage', 'split', () => moveFrames(chosenFrames(), lane.id));
      }}
    >
      <Head>
        <Tip title={lane.title} shortcut={lane.key} more={lane.help}>
          <Title>{lane.title}</Title>
        </Tip>
        <Muted>
          {count(frames.length, 'frame')}
          {particles > 0 ? `, ${count(particles, 'particle')}` : ''}
        </Muted>
        <Spring />
        {action}
      </Head>
      {children}
    </Lane>
  );
}

/** The card that an arrow key leads to: the next one, or the nearest of the row above or below. */
function neighbour(card: HTMLElement, grid: HTMLElement, key: string): HTMLElement | undefined {
  const cards = [...grid.querySelectorAll<HTMLElement>('[data-frame]')];
  const at = cards.indexOf(card);
  if (key === 'ArrowRight') return cards[at + 1];
  if (key === 'ArrowLeft') return cards[at - 1];
  const { top, left } = card.getBoundingClientRect();
  const down = key === 'ArrowDown';
  if (!down && key !== 'ArrowUp') return undefined;
  const others = cards.map((element) => ({ element, box: element.getBoundingClientRect() }));
  const beyond = others.filter(({ box }) => (down ? box.top > top + 4 : box.top < top - 4));
  const row = down ? Math.min(...beyond.map(({ box }) => box.top)) : Math.max(...beyond.map(({ box }) => box.top));
  return beyond
    .filter(({ box }) => Math.abs(box.top - row) < 4)
    .sort((a, b) => Math.abs(a.box.left - left) - Math.abs(b.box.left - left))[0]?.element;
}

export function openInLabelRoom({ imageId, frame }: Pick<TrainingFrame, 'imageId' | 'frame'>): void {
  showImage(imageId, frame);
  enterRoom('label');
}

/** Labelled frames in their parts: training, validation, frozen test set, left out. Drag them, or use the keys. */
export function FramesTab({ classes }: { readonly classes: LabelClasses }) {
  const { proposal, wishes } = useStore(planStore);
  const chosen = useStore(trainViewStore, (s) => s.frames);
  const known = useStore(labelSetsStore, (s) => s.frames);
  const peek = useStore(viewStore, (s) => s.peek);
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => {
    followShown();
    return selectionStore.subscribe((now, before) => {
      if (now.shown !== before.shown) followShown();
    });
  }, []);
  if (proposal === null) return null;
  const ordered = lanes.flatMap(({ id }) => framesOf(proposal.frames, id));
  const lead = ordered.find((frame) => frameKey(frame) === chosen.at(-1)) ?? ordered[0];
  const onKey = (event: KeyboardEvent<HTMLButtonElement>, frame: TrainingFrame) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      openInLabelRoom(frame);
      return;
    }
    const next = grid.current === null ? undefined : neighbour(event.currentTarget, grid.current, event.key);
    if (next === undefined) return;
    event.preventDefault();
    chooseFrame(ordered.map(frameKey), next.dataset['frame'] ?? '', event.shiftKey ? 'range' : 'alone');
    next.focus();
  };
  const card = (frame: TrainingFrame) => (
    <FrameCard
      key={frameKey(frame)}
      frame={frame}
      setId={proposal.plan.setId}
      version={peek ? null : (known.get(frameKey(frame))?.version ?? null)}
      classes={classes}
      label={frameLabel(frame)}
      chosen={chosen.includes(frameKey(frame))}
      lead={lead === frame}
      onChoose={(how) => chooseFrame(ordered.map(frameKey), frameKey(frame), how)}
      onOpen={() => openInLabelRoom(frame)}
      onDrag={(event) => {
        if (!trainViewStore.getState().frames.includes(frameKey(frame))) setTrainView({ frames: [frameKey(frame)] });
        event.dataTransfer.setData(dragType, frameKey(frame));
        event.dataTransfer.effectAllowed = 'move';
      }}
      onKey={(event) => onKey(event, frame)}
    />
  );
  return (
    <Scroll ref={grid} data-scope="lower">
      {proposal.warnings.map((text) => (
        <NoticeBox key={text} kind="suspect" text={text} />
      ))}
      <Parts>
        {lanes.map((lane) => {
          const frames = framesOf(proposal.frames, lane.id);
          return (
            <LaneOf
              key={lane.id}
              lane={lane}
              frames={frames}
              action={
                lane.id === 'out' ? (
                  <>
                    {frames.some((frame) => !frame.reviewed && chosen.includes(frameKey(frame))) ? (
                      <CommandButton id="train.review" icon="check" />
                    ) : null}
                    <Checkbox
                      label="Also learn from frames that nobody reviewed"
                      checked={wishes.unreviewed}
                      onCheck={(unreviewed) => void attempt('stage', 'plan', () => wish({ unreviewed }))}
                    />
                  </>
                ) : undefined
              }
            >
              {frames.length === 0 ? <Hint>{lane.empty}</Hint> : <Cards>{frames.map(card)}</Cards>}
            </LaneOf>
          );
        })}
      </Parts>
    </Scroll>
  );
}
