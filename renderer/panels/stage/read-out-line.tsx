import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { valueAt } from '../../scene/frame/plane.ts';
import { Amount } from '../../ui/amount.tsx';
import { significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { type Live, liveStore, type Pane, paneOf } from './live.ts';
import { pixelValue, positionIn, spacingText, spectrumPixelSize, spotAt } from './read-out.ts';

const Line = styled('div')({
  display: 'flex',
  alignItems: 'center',
  flex: 'none',
  height: 24,
  gap: 16,
  padding: '0 10px',
  fontSize: 12,
  lineHeight: '16px',
  backgroundColor: colour.panel,
  borderTop: `1px solid ${colour.line}`,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  fontVariantNumeric: 'tabular-nums',
  containerType: 'inline-size',
});
const Item = styled('span')({ display: 'inline-flex', gap: 5, alignItems: 'baseline', flex: 'none' });
const Name = styled('span')({ color: colour.muted });
const Roomy = styled('span')({ flex: 'none', '@container (max-width: 620px)': { display: 'none' } });
const Space = styled('span')({ flex: '1 1 auto' });

function Entry({
  name,
  children,
  width,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly width?: number;
}) {
  return (
    <Item style={width === undefined ? {} : { minWidth: width }}>
      <Name>{name}</Name>
      <span>{children}</span>
    </Item>
  );
}

function Position({ pane, live }: { readonly pane: Pane; readonly live: Live }) {
  const at = live.pointer?.at;
  if (at === undefined) return null;
  const inside = at.x >= 0 && at.y >= 0 && at.x < pane.image.width && at.y < pane.image.height;
  if (!inside) return <Name>Outside the image</Name>;
  const place = positionIn(pane.image.calibration, at);
  const values = pane.frame === null ? null : valueAt(pane.frame, at.x, at.y);
  return (
    <>
      <Entry name="x" width={128}>
        {place === null ? null : <Amount {...place.x} />} <Pixels at={at.x} alone={place === null} />
      </Entry>
      <Entry name="y" width={128}>
        {place === null ? null : <Amount {...place.y} />} <Pixels at={at.y} alone={place === null} />
      </Entry>
      <Entry name="value" width={84}>
        {values === null || pane.frame === null ? '–' : pixelValue(values, pane.frame.elementType)}
      </Entry>
    </>
  );
}

function Pixels({ at, alone }: { readonly at: number; readonly alone: boolean }) {
  const text = `${Math.floor(at)}${thinSpace}px`;
  return alone ? text : <Name>({text})</Name>;
}

function Spacing({ pane, live }: { readonly pane: Pane; readonly live: Live }) {
  const at = live.pointer?.at;
  if (at === undefined) return null;
  const found = spotAt(pane.image, { x: Math.floor(at.x), y: Math.floor(at.y) });
  const calibrated = spectrumPixelSize(pane.image) !== null;
  if (found === null) return <Name>Centre of the spectrum</Name>;
  return (
    <>
      <Entry name="d" width={170}>
        {spacingText(found.spacing, calibrated)}
      </Entry>
      <Entry name="1/d" width={110}>
        <Amount value={significant(found.frequency, 4)} unit={calibrated ? 'nm⁻¹' : 'px⁻¹'} />
      </Entry>
      <Entry name="angle">{significant(found.angle, 4)}°</Entry>
    </>
  );
}

const typeNames: Readonly<Record<string, string>> = {
  uint8: '8-bit',
  int8: '8-bit signed',
  uint16: '16-bit',
  int16: '16-bit signed',
  uint32: '32-bit',
  int32: '32-bit signed',
  uint64: '64-bit',
  int64: '64-bit signed',
  float32: '32-bit float',
  float64: '64-bit float',
  complex64: 'complex, shown as modulus',
  complex128: 'complex, shown as modulus',
  rgb8: 'RGB',
  rgba8: 'RGB',
  bool: '1-bit',
};

export function zoomText(zoom: number): string {
  const percent = zoom * 100;
  return `${percent >= 10 ? Math.round(percent) : percent.toFixed(1)}${thinSpace}%`;
}

/** The line below the image: where the pointer is, what is there, how the image is shown. */
export function ReadOut() {
  const live = useStore(liveStore);
  const a = paneOf(live, 'a');
  if (a === undefined) return <Line />;
  const pane = paneOf(live, live.pointer?.pane ?? 'a') ?? a;
  const image = pane.id === 'spectrum' ? a.image : pane.image;
  return (
    <Line role="status" aria-label="Read-out" aria-live="off">
      {pane.id === 'spectrum' ? <Spacing pane={pane} live={live} /> : <Position pane={pane} live={live} />}
      <Space />
      <Tip title="Screen pixels per image pixel" placement="top">
        <Item>
          <Name>zoom</Name>
          <span>{zoomText(pane.camera.zoom)}</span>
        </Item>
      </Tip>
      <Roomy>
        <span>
          {image.width} × {image.height}
          {thinSpace}
          <Name>px</Name>
        </span>
      </Roomy>
      <Roomy>
        <Name>{typeNames[image.elementType] ?? image.elementType}</Name>
      </Roomy>
    </Line>
  );
}
