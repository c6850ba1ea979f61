import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { calibrate, type PixelUnit, pixelUnits, sizeFromBar } from '../../state/calibrating.ts';
import { attempt } from '../../state/notices.ts';
import { chooseTool, restingTool, scaleBarTool, setBar, toolStore } from '../../state/tool.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { count, pixelSize, significant } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';

const Box = styled('div')({
  marginTop: 8,
  padding: 10,
  borderRadius: 4,
  backgroundColor: colour.raised,
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
});
const Line = styled('div')({ display: 'flex', gap: 6, alignItems: 'center', flexWrap: 'wrap' });
const Muted = styled('span')({ color: colour.muted });

const lengthUnits = pixelUnits.filter((unit) => unit !== 'nm⁻¹');

/** Turns a bar measured on the stage into a pixel size: the person types what stands beside it. */
export function ScaleBarForm({
  images,
  shown,
  unit: pixelUnit,
}: {
  readonly images: readonly ImageInfo[];
  readonly shown: ImageInfo;
  readonly unit: PixelUnit;
}) {
  const { bar, toolId } = useStore(toolStore);
  const [label, setLabel] = useState('');
  const [unit, setUnit] = useState<PixelUnit>(pixelUnit === 'nm⁻¹' ? 'nm' : pixelUnit);
  const here = bar !== null && bar.imageId === shown.id ? bar : null;
  if (here === null && toolId !== scaleBarTool) return null;
  if (here === null) {
    return (
      <Box role="status">
        <Muted>Click on the scale bar in the image, or drag along it.</Muted>
        <Line>
          <Button look="quiet" onClick={() => chooseTool(restingTool)}>
            Cancel
          </Button>
        </Line>
      </Box>
    );
  }
  const size = sizeFromBar(label, unit, here.length);
  const result = 'problem' in size ? null : pixelSize({ ...size, source: 'scale bar', suspect: [] });
  const finish = () => {
    setBar(null);
    chooseTool(restingTool);
  };
  const apply = async () => {
    if ('problem' in size) return;
    await attempt('inspector', 'calibrate', async () => {
      await calibrate(
        images.map(({ id }) => id),
        size,
        'scale bar',
      );
      finish();
    });
  };
  return (
    <Box>
      <span>
        The bar is <Amount value={significant(here.length, 5)} unit="px" /> long. What is written beside it?
      </span>
      <Line>
        <TextField
          autoFocus
          inputMode="decimal"
          style={{ width: 88 }}
          aria-label="Length of the scale bar"
          placeholder="100"
          value={label}
          onText={setLabel}
          onEnter={() => void apply()}
          onEscape={finish}
        />
        <Select
          style={{ width: 64 }}
          aria-label="Unit of the scale bar"
          value={unit}
          options={lengthUnits.map((name) => [name, name] as const)}
          onPick={setUnit}
        />
        {result === null ? null : (
          <span>
            <Muted>=</Muted> <Amount {...result} /> <Muted>a pixel</Muted>
          </span>
        )}
      </Line>
      <Line>
        <Button look="primary" disabled={result === null} onClick={() => void apply()}>
          {images.length > 1 ? `Apply to ${count(images.length, 'image')}` : 'Apply'}
        </Button>
        <Button look="quiet" onClick={finish}>
          Cancel
        </Button>
      </Line>
    </Box>
  );
}
