import { styled } from '@mui/material/styles';
import { type ComponentType, type KeyboardEvent, useId } from 'react';
import { useStore } from 'zustand';
import { changeParticleLayout, layoutStore, type ParticleView, particleViews } from '../../state/layout.ts';
import { orderStore } from '../../state/particle-order.ts';
import { selectionStore } from '../../state/selection.ts';
import { viewStore } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { count, grouped } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { Gallery } from './gallery.tsx';
import { LengthNote } from './length-note.tsx';
import { Plot } from './plot.tsx';
import { NothingPasses } from './states.tsx';
import { ParticleTable } from './table.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  height: 36,
  padding: '0 6px 0 4px',
  gap: 2,
  borderBottom: `1px solid ${colour.line}`,
});
const Tabs = styled('div')({ display: 'flex', height: '100%', flex: 'none' });
const Tab = styled('button')({
  position: 'relative',
  height: '100%',
  padding: '0 10px',
  border: 0,
  background: 'none',
  color: colour.muted,
  fontWeight: 500,
  '&:hover': { color: colour.text },
  '&[aria-selected="true"]': { color: colour.text },
  '&[aria-selected="true"]::after': {
    content: '""',
    position: 'absolute',
    inset: 'auto 6px 0',
    height: 2,
    borderRadius: '2px 2px 0 0',
    backgroundColor: colour.accent,
  },
});
const Count = styled('div')({
  flex: '1 1 0',
  minWidth: 0,
  paddingLeft: 8,
  paddingRight: 4,
  color: colour.muted,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  textAlign: 'right',
});
const Body = styled('div')({ flex: '1 1 0', minHeight: 0, display: 'flex', flexDirection: 'column' });

const views: Readonly<Record<ParticleView, { readonly title: string; readonly Panel: ComponentType }>> = {
  gallery: { title: 'Gallery', Panel: Gallery },
  table: { title: 'Table', Panel: ParticleTable },
  plot: { title: 'Plot', Panel: Plot },
};

function Counts() {
  const order = useStore(orderStore, (s) => s.order);
  const selected = useStore(selectionStore, (s) => s.rows.length);
  if (order === null) return <Count />;
  const { kept } = order.table.counts;
  const all = order.table.layout.rows;
  return (
    <Count role="status">
      {kept === all ? count(all, 'particle') : `${grouped(kept)} of ${count(all, 'particle')}`}
      {selected > 0 ? `, ${grouped(selected)} selected` : ''}
    </Count>
  );
}

/** Gallery, table and plot of the chosen run's particles, one at a time. */
export function ParticlesPane({
  beside,
  folded = false,
  onFold,
}: {
  readonly beside: boolean;
  /** Only the tabs are to be seen; the stage has the room. */
  readonly folded?: boolean;
  readonly onFold?: (fold: boolean) => void;
}) {
  const view = useStore(layoutStore, (s) => s.particles.view);
  const showDropped = useStore(viewStore, (s) => s.overlay.showDropped);
  const nothing = useStore(orderStore, (s) => s.order !== null && s.order.table.counts.kept === 0);
  const id = useId();
  const { Panel } = views[view];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = particleViews.indexOf(view) + by;
    const next = particleViews[(at + particleViews.length) % particleViews.length];
    changeParticleLayout({ view: next });
    document.getElementById(`${id}${next}`)?.focus();
  };
  return (
    <>
      <Head>
        <Tabs role="tablist" aria-label="View of particles" onKeyDown={onKeyDown}>
          {particleViews.map((name) => (
            <Tab
              key={name}
              id={id + name}
              type="button"
              role="tab"
              aria-selected={name === view}
              aria-controls={`${id}panel`}
              tabIndex={name === view ? 0 : -1}
              onClick={() => {
                changeParticleLayout({ view: name });
                onFold?.(false);
              }}
            >
              {views[name].title}
            </Tab>
          ))}
        </Tabs>
        <Counts />
        {onFold === undefined ? null : (
          <IconButton
            icon={folded ? 'chevronUp' : 'chevronDown'}
            label={folded ? 'Show the particles' : 'Show the stage'}
            onClick={() => onFold(!folded)}
          />
        )}
        <IconButton
          icon={beside ? 'panelLower' : 'panelRight'}
          label={beside ? 'Put below the stage' : 'Put beside the stage'}
          onClick={() => changeParticleLayout({ place: beside ? 'below' : 'beside' })}
        />
      </Head>
      {folded ? null : (
        <>
          <LengthNote />
          <Body role="tabpanel" id={`${id}panel`} aria-labelledby={id + view}>
            {nothing && !showDropped ? <NothingPasses /> : <Panel />}
          </Body>
        </>
      )}
    </>
  );
}
