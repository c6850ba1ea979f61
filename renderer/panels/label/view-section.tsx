import Slider from '@mui/material/Slider';
import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { labelViewStore, setLabelView } from '../../state/labels/label-view.ts';
import { showBoth } from '../../state/labels/layers.ts';
import { runsStore } from '../../state/runs.ts';
import { compareRun, selectionStore, selectRun } from '../../state/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import { Checkbox, FieldRow, Select } from '../../ui/field.tsx';
import { thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { Segmented } from './tool-options.tsx';

const Row = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, minHeight: 32 });
const Name = styled('span')({ color: colour.muted, width: 88, flex: 'none' });
const Space = styled('span')({ flex: '1 1 auto' });

/** How labels lie over the image. */
export function ViewSection() {
  const view = useStore(labelViewStore);
  return (
    <>
      <Row>
        <Name>Opacity</Name>
        <Slider
          aria-label="Opacity of labels"
          min={0}
          max={100}
          value={Math.round(view.opacity * 100)}
          onChange={(_, value) => setLabelView({ opacity: (value as number) / 100 })}
          sx={{ flex: '1 1 auto', marginInline: '6px' }}
        />
        <span style={{ minWidth: 40, textAlign: 'right' }}>
          {Math.round(view.opacity * 100)}
          {thinSpace}%
        </span>
      </Row>
      <Row>
        <Name>Look</Name>
        <Segmented role="group" aria-label="Look of labels">
          <button type="button" aria-pressed={view.fill} onClick={() => setLabelView({ fill: true, outline: true })}>
            Fill
          </button>
          <button type="button" aria-pressed={!view.fill} onClick={() => setLabelView({ fill: false, outline: true })}>
            Outline
          </button>
        </Segmented>
        <Space />
        <IconButton
          icon="eye"
          label={view.onlySelected ? 'Show every particle' : 'Show only the chosen particles'}
          shortcut="Shift+V"
          aria-pressed={view.onlySelected}
          onClick={() => setLabelView({ onlySelected: !view.onlySelected })}
        />
      </Row>
      <Row>
        <Name>Particles</Name>
        <Segmented role="group" aria-label="Colour of particles">
          <button
            type="button"
            aria-pressed={view.colourBy === 'class'}
            onClick={() => setLabelView({ colourBy: 'class' })}
          >
            By class
          </button>
          <button
            type="button"
            aria-pressed={view.colourBy === 'each'}
            onClick={() => setLabelView({ colourBy: 'each' })}
          >
            Each its own
          </button>
        </Segmented>
      </Row>
      <Checkbox
        label="Classes and particles at once"
        checked={view.showClasses && view.showInstances}
        onCheck={showBoth}
      />
      <RunRow />
    </>
  );
}

/** The run that labels are compared with, and that particles are taken from. */
function RunRow() {
  const runs = useStore(runsStore, (s) => s.runs);
  const { shown, runId } = useStore(selectionStore);
  const prediction = useStore(labelViewStore, (s) => s.prediction);
  const here = runs.filter((run) => run.results.some((r) => r.imageId === shown?.imageId && r.frame === shown.frame));
  const chosen = here.some(({ id }) => id === runId) ? String(runId) : '';
  return (
    <FieldRow label="Prediction">
      {(id) =>
        here.length === 0 ? (
          <span id={id} style={{ color: colour.muted }}>
            This frame is not segmented yet
          </span>
        ) : (
          <span style={{ display: 'flex', gap: 4 }}>
            <Select
              id={id}
              value={chosen}
              options={[['', 'None'] as const, ...here.map((run) => [String(run.id), run.title] as const)]}
              onPick={(picked) => {
                compareRun(null);
                selectRun(picked === '' ? null : Number(picked));
                setLabelView({ prediction: null });
              }}
            />
            <IconButton
              icon="swap"
              label={prediction === null ? 'Show the prediction instead of the labels' : 'Show the labels'}
              shortcut="Tab"
              disabled={chosen === ''}
              aria-pressed={prediction !== null}
              onClick={() => setLabelView({ prediction: prediction === null ? { runId: Number(chosen) } : null })}
            />
          </span>
        )
      }
    </FieldRow>
  );
}
