import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { titleOf } from '../../commands/command.ts';
import { commandById, runById, runCommand } from '../../commands/list.ts';
import { roomStore } from '../../state/room.ts';
import { runsStore } from '../../state/runs.ts';
import { selectionStore } from '../../state/selection.ts';
import { stageStore } from '../../state/stage.ts';
import { chooseTool, spectrumTool, toolStore } from '../../state/tool.ts';
import { setOverlay, setView, viewStore } from '../../state/view.ts';
import { tools } from '../../tools/list.ts';
import { IconButton } from '../../ui/button.tsx';
import type { IconName } from '../../ui/icons.tsx';
import { colour } from '../../ui/tokens.ts';
import { LabelToolOptions } from '../label/tool-options.tsx';
import { HistogramPlot, smallLook } from './histogram-plot.tsx';
import { liveStore, paneOf } from './live.ts';
import { useTone } from './use-tone.ts';

const Bar = styled('div')({
  display: 'flex',
  alignItems: 'center',
  flex: 'none',
  flexWrap: 'wrap',
  minHeight: 36,
  gap: 2,
  padding: '3px 6px',
  containerType: 'inline-size',
  backgroundColor: colour.panel,
  borderBottom: `1px solid ${colour.line}`,
});
const Group = styled('div')({ display: 'flex', alignItems: 'center', gap: 2 });
const Rule = styled('div')({ width: 1, height: 18, margin: '0 6px', backgroundColor: colour.line, flex: 'none' });
const Space = styled('div')({ flex: '1 1 0' });
/** Only where there is room for it; the panel has the same. */
const Roomy = styled('div')({ display: 'flex', '@container (max-width: 640px)': { display: 'none' } });

const toolIcons: Readonly<Record<string, IconName>> = {
  select: 'pointer',
  lasso: 'lasso',
  pan: 'hand',
  distance: 'ruler',
  'scale-bar': 'scaleBar',
  'spectrum-region': 'square',
};

/** Gives way to the options of a tool; its keys stay. */
const Wide = styled('div')({
  display: 'flex',
  alignItems: 'center',
  '@container (max-width: 1080px)': { display: 'none' },
});

/** True when a run is chosen: tools for particles make sense. */
const useHasParticles = () => {
  const runId = useStore(selectionStore, (s) => s.runId);
  return useStore(runsStore, (s) => runId !== null && s.runById.has(runId));
};

function Tools() {
  const toolId = useStore(toolStore, (s) => s.toolId);
  const fft = useStore(viewStore, (s) => s.fft);
  const particles = useHasParticles();
  return (
    <Group role="group" aria-label="Tools">
      {tools
        .filter(({ id }) => (id !== spectrumTool || fft) && (id !== 'lasso' || particles))
        .map(({ id, title, help, shortcut }) => (
          <IconButton
            key={id}
            icon={toolIcons[id] ?? 'pointer'}
            label={title}
            shortcut={shortcut}
            more={help}
            aria-pressed={id === toolId}
            onClick={() => chooseTool(id)}
          />
        ))}
    </Group>
  );
}

/** A button that runs a command and stays pressed while what it shows is there. */
function CommandToggle({
  id,
  icon,
  pressed,
}: {
  readonly id: string;
  readonly icon: IconName;
  readonly pressed?: boolean;
}) {
  const command = commandById(id);
  return (
    <IconButton
      icon={icon}
      label={titleOf(command)}
      shortcut={command.shortcuts?.[0]}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      onClick={() => runCommand(command)}
    />
  );
}

function Zoom() {
  return (
    <Group role="group" aria-label="Zoom">
      <CommandToggle id="stage.fit" icon="fit" />
      <CommandToggle id="stage.oneToOne" icon="oneToOne" />
    </Group>
  );
}

function OverlayButtons() {
  const overlay = useStore(viewStore, (s) => s.overlay);
  if (!useHasParticles()) return null;
  return (
    <Group role="group" aria-label="Overlay">
      <CommandToggle id="stage.overlay" icon="eye" pressed={overlay.visible} />
      <IconButton
        icon="overlay"
        label={overlay.style === 'fill' ? 'Outline particles' : 'Fill particles'}
        shortcut="Shift+O"
        aria-pressed={overlay.style === 'fill'}
        disabled={!overlay.visible}
        onClick={() => setOverlay({ style: overlay.style === 'fill' ? 'outline' : 'fill' })}
      />
    </Group>
  );
}

function Views() {
  const { fft, compare } = useStore(viewStore);
  return (
    <Group role="group" aria-label="Views">
      <CommandToggle id="stage.fft" icon="spectrum" pressed={fft} />
      <IconButton
        icon="compare"
        label={compare === 'side by side' ? 'Stop comparing' : 'Compare side by side'}
        shortcut="C"
        more="The image shown now becomes B; then choose another as A."
        aria-pressed={compare === 'side by side'}
        onClick={() => (compare === 'swipe' ? setView({ compare: 'side by side' }) : runById('stage.compare'))}
      />
      <CommandToggle id="stage.swipe" icon="swap" pressed={compare === 'swipe'} />
    </Group>
  );
}

/** Black and white of the image, pulled where they stand; the panel has the rest. */
function SmallContrast() {
  const pane = useStore(liveStore, (s) => paneOf(s, 'a'));
  const open = useStore(stageStore, (s) => s.contrastOpen);
  const tone = useTone(pane);
  return (
    <Group role="group" aria-label="Contrast">
      {tone === null || open ? null : (
        <Roomy>
          <HistogramPlot histogram={tone.histogram} tone={tone.display} onTone={tone.setTone} look={smallLook} />
        </Roomy>
      )}
      <CommandToggle id="stage.contrast" icon="contrast" pressed={open} />
    </Group>
  );
}

/** Tools at the left, views at the right. In the Label room tools have a bar of their own; here are their options. */
export function StageToolbar() {
  const labelling = useStore(roomStore, (s) => s.roomId === 'label');
  return (
    <Bar role="toolbar" aria-label="Stage tools" style={labelling ? { flexWrap: 'nowrap' } : {}}>
      {labelling ? (
        <LabelToolOptions />
      ) : (
        <>
          <Tools />
          <Rule />
          <Zoom />
          <Rule />
          <OverlayButtons />
        </>
      )}
      <Space />
      {labelling ? (
        <Wide>
          <Zoom />
          <Rule />
          <Views />
          <Rule />
        </Wide>
      ) : (
        <>
          <Views />
          <Rule />
        </>
      )}
      <SmallContrast />
    </Bar>
  );
}
