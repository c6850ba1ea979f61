import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { SampleInfo } from '../../../app/contract/nouns.ts';
import { changeLayout } from '../../state/layout.ts';
import { libraryStore, updateSample } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { FieldRow, TextArea, TextField } from '../../ui/field.tsx';
import { count, significant } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { colour } from '../../ui/tokens.ts';
import { WatchForm } from './watch-form.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 8,
  minHeight: 40,
  padding: '4px 12px',
  borderBottom: `1px solid ${colour.line}`,
});
const Name = styled('h2')({ fontWeight: 600, overflowWrap: 'anywhere' });
const Muted = styled('span')({ color: colour.muted, whiteSpace: 'nowrap' });
const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto' });
const List = styled('dl')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
  columnGap: 8,
  rowGap: 4,
  marginBottom: 8,
  '& dt': { color: colour.muted, overflowWrap: 'anywhere' },
  '& dd': { overflowWrap: 'anywhere' },
});
const Actions = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 6, marginTop: 8 });

function About({ sample }: { readonly sample: SampleInfo }) {
  const [name, setName] = useState(sample.name);
  const [note, setNote] = useState(sample.note);
  const keep = (change: { name?: string; note?: string }) =>
    void attempt('inspector', 'sample', () => updateSample({ id: sample.id, ...change }));
  const keepName = () => {
    const typed = name.trim();
    if (typed === '') setName(sample.name);
    else if (typed !== sample.name) keep({ name: typed });
  };
  return (
    <Section id="sample" title="Sample">
      <FieldRow label="Name">
        {(id) => (
          <TextField
            id={id}
            value={name}
            onText={setName}
            onBlur={keepName}
            onEnter={keepName}
            onEscape={() => setName(sample.name)}
          />
        )}
      </FieldRow>
      <FieldRow label="Note">
        {(id) => (
          <TextArea
            id={id}
            rows={3}
            value={note}
            style={{ margin: '4px 0' }}
            onChange={(event) => setNote(event.target.value)}
            onBlur={() => {
              if (note !== sample.note) keep({ note });
            }}
          />
        )}
      </FieldRow>
      <Actions>
        <CommandButton id="images.import" icon="import" label="Import into this sample…" />
      </Actions>
    </Section>
  );
}

/** Properties of a sample: name, note, synthesis conditions, the folder it is fed from. */
export function SampleInspector({ sample }: { readonly sample: SampleInfo }) {
  const images = useStore(libraryStore, (s) => s.images.filter((image) => image.sampleId === sample.id).length);
  return (
    <>
      <Head>
        <Name>{sample.name}</Name>
        <Muted>{count(images, 'image')}</Muted>
      </Head>
      <Scroll>
        <About key={`${sample.name}\u0000${sample.note}`} sample={sample} />
        <Section id="conditions" title="Synthesis conditions">
          {sample.conditions.length === 0 ? (
            <Muted>None yet.</Muted>
          ) : (
            <List>
              {sample.conditions.map(({ name, value, unit }) => (
                <div key={`${name} ${unit}`} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>
                    <Amount value={typeof value === 'number' ? significant(value, 6) : value} unit={unit} />
                  </dd>
                </div>
              ))}
            </List>
          )}
          <Actions>
            <Button icon="table" onClick={() => changeLayout({ lowerOpen: true })}>
              Edit in the sheet
            </Button>
          </Actions>
        </Section>
        <Section id="watch" title="Watched folder">
          <WatchForm sample={sample} />
        </Section>
      </Scroll>
    </>
  );
}
