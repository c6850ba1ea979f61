import { styled } from '@mui/material/styles';
import type { Param, ParamValue } from '../../../app/domain/param.ts';
import type { RecipeStep, StepInfo } from '../../../app/domain/recipe.ts';
import {
  draftStore,
  enableStep,
  moveStep,
  paramsOf,
  removeStep,
  setDraft,
  setParam,
} from '../../state/recipe-draft.ts';
import { IconButton } from '../../ui/button.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour, size } from '../../ui/tokens.ts';
import { ParamField } from './param-field.tsx';

const Card = styled('li')<{ off: boolean; beyond: boolean }>(({ off, beyond }) => ({
  listStyle: 'none',
  border: `1px solid ${colour.line}`,
  borderRadius: size.radius,
  backgroundColor: colour.raised,
  marginBottom: 4,
  opacity: beyond ? 0.5 : 1,
  '& .params': { display: off ? 'none' : 'block' },
  // Over the end of the title, so that long titles have the whole line while the pointer is elsewhere.
  '& .more': { visibility: 'hidden', display: 'flex', position: 'absolute', right: 32, backgroundColor: colour.raised },
  '&:hover .more, &:focus-within .more': { visibility: 'visible' },
}));
const Head = styled('div')({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  gap: 4,
  minHeight: 32,
  padding: '0 4px 0 8px',
});
const Title = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  fontWeight: 500,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Params = styled('div')({ padding: '0 8px 6px' });
const Check = styled('input')({ width: 14, height: 14, margin: '0 4px 0 0', accentColor: colour.accent, flex: 'none' });

/** The parameters that matter with the values of the others. */
function shownParams(info: StepInfo, values: Readonly<Record<string, ParamValue>>): [id: string, param: Param][] {
  return Object.entries(info.params).filter(
    ([, { when }]) => when === undefined || when.in.includes(String(values[when.param])),
  );
}

/** One step of the recipe in hand: on or off, its parameters, its place. */
export function StepCard({
  index,
  last,
  use,
  info,
  upToStep,
}: {
  readonly index: number;
  readonly last: boolean;
  readonly use: RecipeStep;
  readonly info: StepInfo;
  readonly upToStep: number | null;
}) {
  const params = paramsOf(use, info);
  const beyond = upToStep !== null && index > upToStep;
  const here = upToStep === index;
  return (
    <Card off={!use.enabled || Object.keys(info.params).length === 0} beyond={beyond} aria-label={info.title}>
      <Head>
        <Check
          type="checkbox"
          aria-label={`Use ${info.title}`}
          checked={use.enabled}
          onChange={(event) => enableStep(index, event.target.checked)}
        />
        <Tip title={info.title} more={info.help} placement="left">
          <Title style={use.enabled ? {} : { color: colour.muted }}>{info.title}</Title>
        </Tip>
        <span className="more">
          <IconButton
            icon="chevronUp"
            label={`Move ${info.title} up`}
            disabled={index === 0}
            onClick={() => moveStep(index, -1)}
          />
          <IconButton
            icon="chevronDown"
            label={`Move ${info.title} down`}
            disabled={last}
            onClick={() => moveStep(index, 1)}
          />
          <IconButton icon="trash" label={`Remove ${info.title}`} onClick={() => removeStep(index)} />
        </span>
        <IconButton
          icon="eye"
          label={here ? 'Show the whole recipe' : `Show the picture after ${info.title}`}
          aria-pressed={here}
          onClick={() => setDraft({ upToStep: draftStore.getState().upToStep === index ? null : index })}
        />
      </Head>
      <Params className="params">
        {shownParams(info, params).map(([id, param]) => (
          <ParamField key={id} param={param} value={params[id]} onValue={(value) => setParam(index, id, value)} />
        ))}
      </Params>
    </Card>
  );
}
