import { styled } from '@mui/material/styles';
import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { type Param, type ParamValue, paramProblem } from '../../../app/domain/param.ts';
import { parseDecimal } from '../../state/calibrating.ts';
import { keptForests } from '../../state/kept-forests.ts';
import { runsStore } from '../../state/runs.ts';
import { loadModels, modelsStore } from '../../state/training/models.ts';
import { Checkbox, Input, Select } from '../../ui/field.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Row = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(84px, 1fr) minmax(60px, 1fr) 64px 22px',
  alignItems: 'center',
  columnGap: 8,
  minHeight: 28,
});
const Label = styled('label')({
  color: colour.muted,
  lineHeight: '15px',
  overflowWrap: 'break-word',
});
const Unit = styled('span')({ color: colour.muted, fontSize: 12 });
const Slider = styled('input')({ width: '100%', minWidth: 0, margin: 0, accentColor: colour.accent, height: 20 });
const Problem = styled('p')({ gridColumn: '1 / -1', color: colour.error, fontSize: 12, lineHeight: '16px' });

type Numeric = Extract<Param, { kind: 'number' | 'integer' }>;

/** Positions of a slider, 0..this. */
const positions = 1000;

/** Wider ranges have no slider: no position of it would mean anything. */
const widestSlider = 1e7;

/** Ranges over two decades get a finer start: small values are where the decisions are. */
const bend = ({ min, max }: Numeric) => (max - min > 100 ? 3 : 1);

/** The value at a slider position, on the parameter's own grid. */
export function valueAt(param: Numeric, position: number): number {
  const raw = param.min + (param.max - param.min) * (position / positions) ** bend(param);
  const grid = param.kind === 'integer' ? (param.odd === true ? 2 : 1) : param.step;
  const start = param.kind === 'integer' && param.odd === true && param.min % 2 === 0 ? param.min + 1 : param.min;
  const snapped = start + Math.round((raw - start) / grid) * grid;
  return Number(Math.min(param.max, Math.max(param.min, snapped)).toPrecision(6));
}

export function positionOf(param: Numeric, value: number): number {
  const share = Math.min(1, Math.max(0, (value - param.min) / (param.max - param.min)));
  return Math.round(positions * share ** (1 / bend(param)));
}

function NumberParam({
  param,
  value,
  onValue,
}: {
  readonly param: Numeric;
  readonly value: number;
  readonly onValue: (v: number) => void;
}) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const typed = draft === null ? value : parseDecimal(draft);
  const problem = draft === null ? null : paramProblem(param, typed ?? Number.NaN);
  const commit = () => {
    if (typed !== null && problem === null && typed !== value) onValue(typed);
    setDraft(null);
  };
  return (
    <Row>
      <Tip
        title={param.title}
        more={`${param.help} (${param.min} to ${param.max}${param.unit === '' ? '' : ` ${param.unit}`})`}
        placement="left"
      >
        <Label htmlFor={id}>{param.title}</Label>
      </Tip>
      {param.max - param.min > widestSlider ? (
        <span />
      ) : (
        <Slider
          type="range"
          min={0}
          max={positions}
          aria-label={param.title}
          aria-valuetext={`${value} ${param.unit}`.trim()}
          value={positionOf(param, value)}
          onChange={(event) => onValue(valueAt(param, Number(event.target.value)))}
        />
      )}
      <Input
        id={id}
        inputMode="decimal"
        aria-invalid={problem !== null}
        value={draft ?? String(value)}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          else if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            setDraft(null);
          } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault();
            const grid = param.kind === 'integer' && param.odd === true ? 2 : param.step;
            const next = value + (event.key === 'ArrowUp' ? grid : -grid) * (event.shiftKey ? 10 : 1);
            setDraft(null);
            onValue(Number(Math.min(param.max, Math.max(param.min, next)).toPrecision(6)));
          }
        }}
      />
      <Unit>{param.unit}</Unit>
      {problem === null ? null : <Problem role="alert">{`${param.title} ${problem}.`}</Problem>}
    </Row>
  );
}

interface Choosing {
  readonly param: Param;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function ChoiceParam({
  param,
  options,
  value,
  onValue,
}: Choosing & { readonly options: readonly (readonly [string, string])[] }) {
  const id = useId();
  return (
    <Row style={{ gridTemplateColumns: 'minmax(84px, 1fr) minmax(0, 2fr)' }}>
      <Tip title={param.title} more={param.help} placement="left">
        <Label htmlFor={id}>{param.title}</Label>
      </Tip>
      <Select id={id} value={value} options={options} onPick={onValue} />
    </Row>
  );
}

/** What the project keeps is known by the recipes that came with it. */
function KeptParam({ param, value, onValue }: Choosing) {
  const recipes = useStore(runsStore, (s) => s.recipes);
  const known = keptForests(recipes);
  const named = known.some(([sha256]) => sha256 === value)
    ? []
    : [[value, value === '' ? 'None' : value.slice(0, 12)] as const];
  return <ChoiceParam param={param} options={[...named, ...known]} value={value} onValue={onValue} />;
}

/** Models that the step takes; a recipe may name one that is not here. */
function ModelParam({ param, value, onValue }: Choosing) {
  const { models, loaded } = useStore(modelsStore);
  useEffect(() => {
    if (!loaded) loadModels().catch(() => undefined);
  }, [loaded]);
  const kind = param.kind === 'model' ? param.accepts : 'classes';
  const known = models.filter(({ card }) => card.kind === kind).map(({ id, card }) => [id, card.title] as const);
  const named = known.some(([id]) => id === value) ? [] : [[value, value === '' ? 'Choose a model' : value] as const];
  return <ChoiceParam param={param} options={[...named, ...known]} value={value} onValue={onValue} />;
}

/** One parameter of a step as a line of a form, made from its schema. */
export function ParamField({
  param,
  value,
  onValue,
}: {
  readonly param: Param;
  readonly value: ParamValue;
  readonly onValue: (value: ParamValue) => void;
}) {
  switch (param.kind) {
    case 'number':
    case 'integer':
      return <NumberParam param={param} value={Number(value)} onValue={onValue} />;
    case 'toggle':
      return (
        <Tip title={param.title} more={param.help} placement="left">
          <div>
            <Checkbox label={param.title} checked={value === true} onCheck={onValue} />
          </div>
        </Tip>
      );
    case 'model':
      return <ModelParam param={param} value={String(value)} onValue={onValue} />;
    case 'choice':
      return (
        <ChoiceParam
          param={param}
          options={param.options.map((o) => [o.value, o.title] as const)}
          value={String(value)}
          onValue={onValue}
        />
      );
    case 'kept':
      return <KeptParam param={param} value={String(value)} onValue={onValue} />;
  }
}
