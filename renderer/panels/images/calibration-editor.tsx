import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import {
  calibrate,
  fittingUnit,
  type PixelUnit,
  pixelUnits,
  restoreCalibration,
  sizeIn,
  summarise,
  typedSize,
} from '../../state/calibrating.ts';
import { changeLayout, layoutStore } from '../../state/layout.ts';
import { attempt } from '../../state/notices.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { count } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { CalibrationHead } from './calibration-head.tsx';
import { ScaleBarForm } from './scale-bar-form.tsx';

const Warnings = styled('div')({ margin: '0 -12px 8px', '& > div': { borderBottom: 0 } });
const Line = styled('div')({ display: 'flex', gap: 6, alignItems: 'center' });
const Value = styled('div')({ flex: '1 1 0', minWidth: 0 });
const Unit = styled('div')({ flex: 'none', width: 64 });
const Actions = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 6, marginTop: 8 });
const Problem = styled('p')({ color: colour.error, fontSize: 12, lineHeight: '16px', marginTop: 4 });
const Times = styled('span')({ color: colour.muted });

/**
 * The pixel size of the chosen images: what it is, where it comes from, why to doubt it; typed, measured on a scale
 * bar, or restored from the file. It is set for all chosen images at once.
 */
export function CalibrationEditor({
  images,
  shown,
}: {
  readonly images: readonly ImageInfo[];
  readonly shown: ImageInfo;
}) {
  const preferred = useStore(layoutStore, (s) => s.pixelUnit);
  const summary = summarise(images);
  const start = summary.common ?? shown.calibration;
  const [unit, setUnit] = useState<PixelUnit>(() => fittingUnit(start, preferred));
  const [typed, setTyped] = useState<{ readonly x: string; readonly y: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const known = summary.common;
  const square = start.x === start.y;
  const x = typed?.x ?? (known === null ? '' : sizeIn(known.x, known.space, unit));
  const y = typed?.y ?? (known === null || square ? '' : sizeIn(known.y, known.space, unit));
  const [oblong, setOblong] = useState(!square);
  const ids = images.map(({ id }) => id);

  const apply = async () => {
    const size = typedSize(x, oblong ? y : '', unit);
    if ('problem' in size) {
      setProblem(size.problem);
      return;
    }
    setProblem(null);
    changeLayout({ pixelUnit: unit });
    await attempt('inspector', 'calibrate', async () => {
      await calibrate(ids, size, 'typed');
      setTyped(null);
    });
  };
  const type = (change: Partial<{ x: string; y: string }>) => {
    setProblem(null);
    setTyped({ x, y, ...change });
  };
  const forget = () => {
    setTyped(null);
    setProblem(null);
  };
  const restorable = images.some(
    ({ calibration }) => calibration.source === 'typed' || calibration.source === 'scale bar',
  );
  return (
    <>
      <CalibrationHead summary={summary} images={images.length} />
      {summary.suspect.length === 0 ? null : (
        <Warnings>
          {summary.suspect.map(({ reason, images: n }) => (
            <NoticeBox
              key={reason}
              kind="suspect"
              text={images.length > 1 ? `${reason} (${count(n, 'image')})` : reason}
            />
          ))}
        </Warnings>
      )}
      <Line>
        <Value>
          <TextField
            data-focus="pixel-size"
            inputMode="decimal"
            aria-label={oblong ? 'Pixel width' : 'Pixel size'}
            aria-invalid={problem !== null}
            placeholder={known === null ? 'different values' : 'not set'}
            value={x}
            onText={(text) => type({ x: text })}
            onEnter={() => void apply()}
            onEscape={forget}
          />
        </Value>
        {oblong ? (
          <>
            <Times>×</Times>
            <Value>
              <TextField
                inputMode="decimal"
                aria-label="Pixel height"
                aria-invalid={problem !== null}
                value={y}
                onText={(text) => type({ y: text })}
                onEnter={() => void apply()}
                onEscape={forget}
              />
            </Value>
          </>
        ) : null}
        <Unit>
          <Select
            aria-label="Unit of the pixel size"
            value={unit}
            options={pixelUnits.map((name) => [name, name] as const)}
            onPick={setUnit}
          />
        </Unit>
        <IconButton
          icon={oblong ? 'close' : 'more'}
          label={oblong ? 'Square pixels' : 'Pixels are not square'}
          aria-pressed={oblong}
          onClick={() => setOblong(!oblong)}
        />
      </Line>
      {problem === null ? null : <Problem role="alert">{problem}</Problem>}
      <ScaleBarForm images={images} shown={shown} unit={unit} />
      <Actions>
        <Button
          look={typed === null ? 'plain' : 'primary'}
          disabled={typed === null || x.trim() === ''}
          onClick={() => void apply()}
        >
          {images.length > 1 ? `Apply to ${count(images.length, 'image')}` : 'Apply'}
        </Button>
        <CommandButton id="images.measureScaleBar" icon="ruler" label="Measure on a scale bar" />
        {restorable ? (
          <Button
            icon="restore"
            onClick={() => void attempt('inspector', 'calibrate', () => restoreCalibration(ids)).then(forget)}
          >
            Restore from file
          </Button>
        ) : null}
      </Actions>
    </>
  );
}
