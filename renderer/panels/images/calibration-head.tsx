import { styled } from '@mui/material/styles';
import type { CalibrationSource } from '../../../app/domain/calibration.ts';
import type { CalibrationSummary } from '../../state/calibrating.ts';
import { Amount } from '../../ui/amount.tsx';
import { count, pixelSize } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Head = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'baseline',
  columnGap: 8,
  minHeight: 28,
  marginBottom: 4,
});
const Big = styled('span')({ fontSize: 17, lineHeight: '24px', fontWeight: 500 });
const Muted = styled('span')({ color: colour.muted });
const Suspect = styled('span')({ color: colour.suspect });
const Source = styled('span')({
  marginLeft: 'auto',
  padding: '0 6px',
  border: `1px solid ${colour.line}`,
  borderRadius: 8,
  color: colour.muted,
  fontSize: 11,
  lineHeight: '16px',
  whiteSpace: 'nowrap',
});

const sources: Readonly<Record<CalibrationSource, string>> = {
  'file tag': 'Read from the file’s own description.',
  typed: 'Typed by a person.',
  'scale bar': 'Measured on the scale bar in the image.',
  none: '',
};

/** The pixel size as it stands, with its source; or how the chosen images differ. */
export function CalibrationHead({
  summary,
  images,
}: {
  readonly summary: CalibrationSummary;
  readonly images: number;
}) {
  const { common, different, uncalibrated } = summary;
  if (common === null) {
    return (
      <Head>
        <Suspect>
          {different === 1 ? 'One pixel size' : `${different} different pixel sizes`}
          {uncalibrated === 0 ? '' : `, ${count(uncalibrated, 'image')} without`}
        </Suspect>
      </Head>
    );
  }
  const size = pixelSize(common);
  if (size === null) {
    return (
      <Head>
        <Muted>{images > 1 ? 'None is set' : 'Not set'}: lengths are in px until it is.</Muted>
      </Head>
    );
  }
  return (
    <Head>
      <Big>
        <Amount {...size} />
      </Big>
      <Muted>a pixel</Muted>
      <Tip title={sources[common.source]}>
        <Source>{common.source}</Source>
      </Tip>
    </Head>
  );
}
