import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { previewStore } from '../../state/live-preview.ts';
import { draftStore, setDraft } from '../../state/recipe-draft.ts';
import { Amount } from '../../ui/amount.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { grouped, significant } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Facts = styled('dl')({
  display: 'grid',
  gridTemplateColumns: '1fr auto',
  margin: '4px 0 0',
  rowGap: 2,
  '& dt': { color: colour.muted },
  '& dd': { margin: 0, textAlign: 'right' },
});

const words: Readonly<Record<string, string>> = { bright: 'bright particles', dark: 'dark particles' };

/** What the live preview found in the visible part, and what automatic choices became. */
export function PreviewFacts() {
  const { made, computing, failure } = useStore(previewStore);
  const live = useStore(draftStore, (s) => s.live);
  return (
    <>
      <Tip title="Live preview" more="Segments the visible part again after every change." placement="left">
        <div>
          <Checkbox label="Live preview of the visible part" checked={live} onCheck={(on) => setDraft({ live: on })} />
        </div>
      </Tip>
      {failure === null ? null : <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} />}
      {made === null ? null : (
        <Facts aria-live="polite" style={{ opacity: computing ? 0.6 : 1 }}>
          <dt>Particles here</dt>
          <dd data-testid="preview-particles">{made.kind === 'labels' ? grouped(made.particles) : '–'}</dd>
          {Object.entries(made.resolved).map(([name, value]) => [
            <dt key={name}>{name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')}</dt>,
            <dd key={`${name} value`}>
              {typeof value === 'number' ? significant(value, 5) : (words[String(value)] ?? String(value))}
            </dd>,
          ])}
          <dt>Computed in</dt>
          <dd>
            <Amount value={String(Math.round(made.seconds * 1000))} unit="ms" />
          </dd>
        </Facts>
      )}
    </>
  );
}
