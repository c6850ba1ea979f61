import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { ParamValue } from '../../../app/domain/param.ts';
import { previewStore } from '../../state/live-preview.ts';
import { draftStore, setDraft } from '../../state/recipe-draft.ts';
import { Amount } from '../../ui/amount.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { count, significant } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Line = styled('div')({ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 8 });
const Found = styled('span')({ fontWeight: 500 });
const Muted = styled('span')({ color: colour.muted, fontWeight: 400 });

const shown = (value: ParamValue) => (typeof value === 'number' ? significant(value, 5) : String(value));

/** What the live preview found in the visible part, and what automatic choices became. */
export function PreviewFacts() {
  const { made, computing, failure } = useStore(previewStore);
  const live = useStore(draftStore, (s) => s.live);
  const facts = made === null ? [] : Object.entries(made.resolved);
  return (
    <>
      <Line>
        <Checkbox label="Live preview" checked={live} onCheck={(on) => setDraft({ live: on })} />
        {made === null ? null : (
          <Tip
            title="Found in the visible part"
            more={[
              ...facts.map(([name, value]) => `${name.replaceAll('_', ' ')}: ${shown(value)}`),
              `in ${Math.round(made.seconds * 1000)} ms`,
            ].join('\n')}
            placement="left"
          >
            <Found aria-live="polite" data-testid="preview-particles" style={{ opacity: computing ? 0.6 : 1 }}>
              {made.kind === 'labels' ? count(made.particles, 'particle') : 'no particles at this step'}
              <Muted>
                {' '}
                <Amount value={String(Math.round(made.seconds * 1000))} unit="ms" />
              </Muted>
            </Found>
          </Tip>
        )}
      </Line>
      {failure === null ? null : <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} />}
    </>
  );
}
