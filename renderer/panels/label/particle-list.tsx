import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import type { LabelDocument } from '../../state/labels/document.ts';
import { hoverInstance, labelStore, selectInstances } from '../../state/labels/label-store.ts';
import { libraryStore } from '../../state/library.ts';
import { moveCamera } from '../../state/view.ts';
import { Amount } from '../../ui/amount.tsx';
import { Icon } from '../../ui/icons.tsx';
import { pixelArea } from '../../ui/quantity.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { colour, size } from '../../ui/tokens.ts';
import { useRows } from '../../ui/use-rows.ts';

const Scroll = styled('div')({
  position: 'relative',
  maxHeight: 280,
  overflow: 'auto',
  margin: '0 -12px',
  outline: 'none',
  '&:focus-visible': { boxShadow: `inset 0 0 0 1px ${colour.accent}` },
});
const Row = styled('div')({
  position: 'absolute',
  left: 0,
  right: 0,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: size.row,
  padding: '0 12px',
  '&:hover, &[data-hover="true"]': { backgroundColor: colour.hover },
  '&[aria-selected="true"]': { backgroundColor: colour.selected },
});
const Id = styled('span')({ minWidth: 36, flex: 'none' });
const ClassName = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  color: colour.muted,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Area = styled('span')({ flex: 'none', textAlign: 'right' });
const Mark = styled('span')({ width: 16, flex: 'none', color: colour.muted, display: 'flex' });
const None = styled('p')({ color: colour.muted });

/** Least part of the image that is seen around a particle that is centred, in sizes of it. */
const around = 3;

function centre({ mask }: LabelledInstance): void {
  const { x, y, width, height } = mask;
  moveCamera({ kind: 'centre', x: x + width / 2, y: y + height / 2, span: Math.max(width, height) * around });
}

const changeOf = (event: MouseEvent) =>
  event.ctrlKey || event.metaKey ? 'toggle' : event.shiftKey ? 'add' : 'replace';

/** Particles by id. The document's map changes in place; `settled` only says when. */
function sorted(document: LabelDocument | null, settled: number): readonly LabelledInstance[] {
  return settled < 0 || document === null ? [] : [...document.instances.values()].sort((a, b) => a.id - b.id);
}

/** The labelled particles of the shown frame; choosing one chooses it on the stage as well. */
export function ParticleList() {
  const { document, settled, classes, selected, hovered } = useStore(labelStore);
  const imageId = document?.ref.imageId;
  const calibration = useStore(libraryStore, (s) =>
    imageId === undefined ? undefined : s.imageById.get(imageId)?.calibration,
  );
  const scroll = useRef<HTMLDivElement>(null);
  const list = useMemo(() => sorted(document, settled), [document, settled]);
  const rows = useRows(scroll, list.length, () => size.row);
  const active = selected.at(-1);
  const at = list.findIndex(({ id }) => id === active);
  // what is chosen on the stage comes into sight here
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [at, rows]);

  if (document === null) return null;
  if (list.length === 0) {
    return <None>No particle is labelled on this frame. Paint one, or take them in from a run below.</None>;
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0) {
      const next = Math.min(list.length - 1, Math.max(0, at + by));
      selectInstances([list[next].id], event.shiftKey ? 'add' : 'replace');
      rows.scrollToIndex(next);
    } else if (event.key === 'Enter' && !event.shiftKey && at >= 0) centre(list[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Scroll
      ref={scroll}
      role="listbox"
      aria-label="Labelled particles"
      data-keys="shared"
      aria-multiselectable="true"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onMouseLeave={() => hoverInstance(null)}
    >
      <div style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const one = list[index];
          const own = classes.find(({ id }) => id === one.classId);
          return (
            <Row
              key={one.id}
              role="option"
              aria-selected={selected.includes(one.id)}
              aria-label={`Particle ${one.id}, ${own?.name ?? 'no class'}`}
              data-hover={hovered === one.id}
              style={{ top: start }}
              onClick={(event) => selectInstances([one.id], changeOf(event))}
              onDoubleClick={() => centre(one)}
              onMouseEnter={() => hoverInstance(one.id)}
            >
              <Swatch colour={own?.colour ?? 'transparent'} />
              <Id>{one.id}</Id>
              <ClassName>
                {own?.name ?? 'no class'}
                {one.atBorder ? ' · at the border' : ''}
              </ClassName>
              <Area>{calibration === undefined ? null : <Amount {...pixelArea(calibration, one.area)} />}</Area>
              <Mark title={one.reviewed ? 'Reviewed' : 'Not reviewed'}>
                {one.reviewed ? <Icon name="check" size={14} /> : null}
              </Mark>
            </Row>
          );
        })}
      </div>
    </Scroll>
  );
}
