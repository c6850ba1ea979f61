import Slider from '@mui/material/Slider';
import { styled } from '@mui/material/styles';
import { useId, useMemo, useState } from 'react';
import type { FilterRule } from '../../../app/domain/filter.ts';
import { histogram } from '../../../app/math/histogram.ts';
import { quantilesInPlace } from '../../../app/math/select.ts';
import { finiteValues } from '../../../app/math/values.ts';
import { parseDecimal } from '../../state/calibrating.ts';
import type { RunTable } from '../../state/table.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { grouped, significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import type { Column } from './table-columns.ts';
import { useColumn } from './use-columns.ts';

const bins = 72;
const plotHeight = 30;

const Frame = styled('div')({ paddingTop: 8 });
const Line = styled('div')({ display: 'flex', alignItems: 'center', gap: 4, height: 24 });
const Title = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Muted = styled('span')({ color: colour.muted, fontSize: 12, whiteSpace: 'nowrap' });
const Plot = styled('div')({
  position: 'relative',
  margin: '2px 6px 0',
  height: plotHeight + 8,
  '& svg': { display: 'block', width: '100%', height: plotHeight },
  '& .MuiSlider-root': { position: 'absolute', left: 0, right: 0, bottom: 1, padding: '6px 0', height: 2 },
});
const Fields = styled('div')({
  display: 'grid',
  gridTemplateColumns: '1fr auto 1fr',
  alignItems: 'center',
  gap: 8,
  marginTop: 4,
  color: colour.muted,
  fontSize: 12,
  '& input': { height: 24, fontSize: 12 },
  '& input:last-of-type': { textAlign: 'right' },
});

interface Spread {
  readonly low: number;
  readonly high: number;
  readonly path: string;
}

/** The middle 99.4 of 100 numbers as bars in a box of 100 x 100. A square root keeps thin tails in sight. */
export function spreadOf(values: Float64Array): Spread | null {
  const [low, high] = quantilesInPlace(finiteValues(values), [0.003, 0.997]);
  if (!(high > low)) return null;
  const { counts } = histogram(values, { bins, range: [low, high] });
  let most = 1;
  for (const count of counts) most = Math.max(most, count);
  let path = '';
  for (let i = 0; i < bins; i++) {
    if (counts[i] === 0) continue;
    const x = (i / bins) * 100;
    const y = 100 - 100 * Math.sqrt(counts[i] / most);
    path += `M${x.toFixed(2)} 100V${y.toFixed(1)}h${(100 / bins - 0.25).toFixed(2)}V100Z`;
  }
  return { low, high, path };
}

const round = (value: number) => Number(value.toPrecision(3));

function Bound({
  label,
  value,
  hint,
  onValue,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly hint: string;
  readonly onValue: (value: number | null) => void;
}) {
  const [text, setText] = useState<string | null>(null);
  const typed = text === null || text.trim() === '' ? null : parseDecimal(text);
  const wrong = text !== null && text.trim() !== '' && typed === null;
  const keep = () => {
    if (text !== null && !wrong) onValue(typed);
    setText(null);
  };
  return (
    <TextField
      aria-label={label}
      aria-invalid={wrong}
      inputMode="decimal"
      placeholder={hint}
      value={text ?? (value === null ? '' : String(value))}
      onText={setText}
      onEnter={keep}
      onEscape={() => setText(null)}
      onBlur={keep}
    />
  );
}

/** Bounds on one feature: two handles over how its numbers are spread, and two fields. */
export function RuleEditor({
  table,
  column,
  rule,
  dropped,
  onRule,
  onRemove,
}: {
  readonly table: RunTable;
  readonly column: Column;
  readonly rule: FilterRule;
  /** Particles that this rule drops, or null while it bounds nothing. */
  readonly dropped: number | null;
  readonly onRule: (rule: FilterRule, keep: boolean) => void;
  readonly onRemove: (() => void) | null;
}) {
  const clip = useId();
  const values = useColumn(table.layout, column.id);
  const spread = useMemo(() => (values === null ? null : spreadOf(values)), [values]);
  const low = spread?.low ?? 0;
  const high = spread?.high ?? 1;
  const stands: [number, number] = [
    Math.min(high, Math.max(low, rule.min ?? low)),
    Math.min(high, Math.max(low, rule.max ?? high)),
  ];
  // A handle at its end bounds nothing: what lies beyond the drawn range stays.
  const ruleOf = ([from, to]: readonly number[]): FilterRule => ({
    column: column.id,
    min: from <= low ? null : from === stands[0] ? rule.min : round(from),
    max: to >= high ? null : to === stands[1] ? rule.max : round(to),
  });
  const share = (value: number) => (100 * (value - low)) / (high - low);
  const unit = column.unit === '' ? '' : thinSpace + column.unit;
  return (
    <Frame role="group" aria-label={`Bounds on ${column.title.toLowerCase()}`}>
      <Line>
        <Tip title={column.title} more={column.definition} placement="left">
          <Title>
            {column.title}
            {column.unit === '' ? null : <Muted>{thinSpace + column.unit}</Muted>}
          </Title>
        </Tip>
        {dropped === null ? null : <Muted>drops {grouped(dropped)}</Muted>}
        {onRemove === null ? null : (
          <IconButton icon="close" label={`Do not filter by ${column.title.toLowerCase()}`} onClick={onRemove} />
        )}
      </Line>
      <Plot>
        {spread === null ? null : (
          <>
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
              <path d={spread.path} fill={colour.edge} fillOpacity={0.4} />
              <clipPath id={clip}>
                <rect x={share(stands[0])} width={Math.max(0, share(stands[1]) - share(stands[0]))} height={100} />
              </clipPath>
              <path d={spread.path} fill={colour.muted} clipPath={`url(#${clip})`} />
            </svg>
            <Slider
              value={stands}
              min={low}
              max={high}
              step={(high - low) / 400}
              disableSwap
              getAriaLabel={(i) => `${i === 0 ? 'Least' : 'Largest'} ${column.title.toLowerCase()}`}
              getAriaValueText={(value) => `${significant(value, 3)}${unit}`}
              onChange={(_, value) => onRule(ruleOf(value as number[]), false)}
              onChangeCommitted={(_, value) => onRule(ruleOf(value as number[]), true)}
            />
          </>
        )}
      </Plot>
      <Fields>
        <Bound
          label={`Least ${column.title.toLowerCase()}${unit}`}
          value={rule.min}
          hint={`from ${significant(low, 3)}`}
          onValue={(min) => onRule({ ...rule, min }, true)}
        />
        –
        <Bound
          label={`Largest ${column.title.toLowerCase()}${unit}`}
          value={rule.max}
          hint={`to ${significant(high, 3)}`}
          onValue={(max) => onRule({ ...rule, max }, true)}
        />
      </Fields>
    </Frame>
  );
}
