import { styled } from '@mui/material/styles';
import type { DragEvent, KeyboardEvent, MouseEvent } from 'react';
import { bytesPath } from '../../../app/contract/bytes.ts';
import type { TrainingFrame } from '../../../app/contract/training.ts';
import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { Icon } from '../../ui/icons.tsx';
import { MiddleCut } from '../../ui/middle.tsx';
import { count, grouped, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { LabelPicture } from './label-picture.tsx';
import { classShares } from './lanes.ts';

/** Width of a card and side of its picture, px. */
export const cardWidth = 124;
const side = 112;

const Card = styled('button')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'stretch',
  width: cardWidth,
  padding: 6,
  border: 0,
  borderRadius: 4,
  background: 'none',
  textAlign: 'left',
  cursor: 'default',
  '&:hover': { backgroundColor: colour.hover },
  '&[aria-pressed="true"]': { backgroundColor: colour.selected },
});
const Picture = styled('span')({
  position: 'relative',
  display: 'block',
  width: side,
  height: side,
  borderRadius: 3,
  overflow: 'hidden',
  backgroundColor: colour.field,
  '& img, & canvas': {
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    objectFit: 'cover',
    display: 'block',
  },
  '& canvas': { opacity: 0.5 },
});
const Corner = styled('span')({
  position: 'absolute',
  top: 4,
  right: 4,
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  height: 18,
  padding: '0 4px',
  borderRadius: 3,
  fontSize: 11,
  backgroundColor: 'rgba(20, 21, 23, 0.82)',
  color: '#e6e6e6',
});
const Shares = styled('span')({
  display: 'flex',
  height: 4,
  marginTop: 4,
  borderRadius: 2,
  overflow: 'hidden',
  backgroundColor: colour.line,
});
const Name = styled('span')({
  display: 'block',
  marginTop: 4,
  fontSize: 12,
  lineHeight: '16px',
  whiteSpace: 'nowrap',
  overflow: 'hidden',
});
const Facts = styled('span')({
  display: 'block',
  color: colour.muted,
  fontSize: 11,
  lineHeight: '14px',
  whiteSpace: 'nowrap',
  overflow: 'hidden',
});

function shareLines(frame: TrainingFrame, classes: LabelClasses): string {
  const shares = classShares(frame);
  const rest = 1 - shares.reduce((sum, share) => sum + share, 0);
  const lines = classes.map(({ name }, i) => `${name}: ${((shares[i] ?? 0) * 100).toFixed(1)}${thinSpace}%`);
  return [...lines, ...(rest > 0.0005 ? [`Unlabelled: ${(rest * 100).toFixed(1)}${thinSpace}%`] : [])].join('\n');
}

const labelled = (frame: TrainingFrame) =>
  frame.instances > 0
    ? count(frame.instances, 'particle')
    : `${Math.round((100 * frame.labelledPixels) / Math.max(1, frame.width * frame.height))}${thinSpace}% labelled`;

/** A frame that could be learned from: its picture, whether it is reviewed, and how much of each class it holds. */
export function FrameCard({
  frame,
  setId,
  version,
  classes,
  label,
  chosen,
  lead,
  onChoose,
  onOpen,
  onDrag,
  onKey,
}: {
  readonly frame: TrainingFrame;
  readonly setId: number;
  /** Of its labels; null hides them. */
  readonly version: number | null;
  readonly classes: LabelClasses;
  /** Its name with the frame of a stack. */
  readonly label: string;
  readonly chosen: boolean;
  /** The one that Tab goes to. */
  readonly lead: boolean;
  readonly onChoose: (how: 'alone' | 'toggle' | 'range') => void;
  readonly onOpen: () => void;
  readonly onDrag: (event: DragEvent) => void;
  readonly onKey: (event: KeyboardEvent<HTMLButtonElement>) => void;
}) {
  const shares = classShares(frame);
  const marks = [frame.reviewed ? 'reviewed' : 'not reviewed', ...(frame.frozen ? ['frozen'] : [])];
  const click = (event: MouseEvent) =>
    onChoose(event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'alone');
  return (
    <Tip
      title={label}
      more={`${marks.join(', ')}\n${grouped(frame.width)} × ${grouped(frame.height)} px\n${shareLines(frame, classes)}`}
    >
      <Card
        type="button"
        data-frame={`${frame.imageId}/${frame.frame}`}
        aria-pressed={chosen}
        aria-label={`${label}, ${labelled(frame)}, ${marks.join(', ')}`}
        tabIndex={lead ? 0 : -1}
        draggable
        onDragStart={onDrag}
        onClick={click}
        onDoubleClick={onOpen}
        onKeyDown={onKey}
      >
        <Picture>
          <img
            src={bytesPath.thumbnail(frame.imageId, frame.frame, side * 2)}
            alt=""
            draggable={false}
            loading="lazy"
            decoding="async"
          />
          {version === null ? null : (
            <LabelPicture
              setId={setId}
              imageId={frame.imageId}
              frame={frame.frame}
              version={version}
              classes={classes}
              size={side * 2}
            />
          )}
          {frame.reviewed || frame.frozen ? (
            <Corner aria-hidden="true">
              {frame.frozen ? <Icon name="lock" size={12} /> : null}
              {frame.reviewed ? <Icon name="check" size={12} /> : null}
            </Corner>
          ) : null}
        </Picture>
        <Shares aria-hidden="true">
          {classes.map(({ id, colour: tone }, i) => (
            <span key={id} style={{ backgroundColor: tone, width: `${(shares[i] ?? 0) * 100}%` }} />
          ))}
        </Shares>
        <Name>
          <MiddleCut text={label} width={side} />
        </Name>
        <Facts>{labelled(frame)}</Facts>
      </Card>
    </Tip>
  );
}
