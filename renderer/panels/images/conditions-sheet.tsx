import { styled } from '@mui/material/styles';
import { type ChangeEvent, useRef } from 'react';
import { useStore } from 'zustand';
import { changeLayout } from '../../state/layout.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt, showNotice } from '../../state/notices.ts';
import { edit } from '../../state/saving.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notices } from '../../ui/notices.tsx';
import { count } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { SheetGrid } from './sheet-grid.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: 36,
  padding: '0 6px 0 12px',
  borderBottom: `1px solid ${colour.line}`,
});
const Title = styled('h2')({ fontWeight: 600, whiteSpace: 'nowrap' });
const Hint = styled('span')({
  color: colour.muted,
  fontSize: 12,
  flex: '1 1 0',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});

async function importCsv(file: File): Promise<void> {
  const csv = await file.text();
  const answer = await attempt('lower', 'csv', () => edit('samples.importConditions', { csv, create: true }));
  if (answer === undefined) return;
  const made = answer.created === 0 ? '' : `, ${count(answer.created, 'new sample')}`;
  showNotice({
    key: 'csv',
    place: 'lower',
    kind: answer.warnings.length > 0 ? 'suspect' : 'info',
    text: `Conditions of ${count(answer.samples.length, 'sample')} taken from ${file.name}${made}.`,
    remedy: answer.warnings.join(' '),
  });
}

/** Below the stage in the Images room: the synthesis conditions of all samples as one sheet. */
export function ConditionsSheet() {
  const samples = useStore(libraryStore, (s) => s.samples);
  const picker = useRef<HTMLInputElement>(null);
  const onPick = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    // The same file may be chosen again after it was corrected.
    event.target.value = '';
    if (file !== undefined) void importCsv(file);
  };
  return (
    <>
      <Head>
        <Title>Synthesis conditions</Title>
        <Hint>
          One row a sample. Paste from a spreadsheet, or type; a new heading begins a column: seed volume (mL)
        </Hint>
        <input ref={picker} type="file" accept=".csv,.tsv,.txt,text/csv" hidden onChange={onPick} />
        <Button look="quiet" icon="import" onClick={() => picker.current?.click()}>
          Import CSV…
        </Button>
        <IconButton icon="close" label="Hide conditions" onClick={() => changeLayout({ lowerOpen: false })} />
      </Head>
      <Notices place="lower" />
      {samples.length === 0 ? (
        <Empty text="Conditions belong to samples. Make a sample, or import a table with one row a sample.">
          <CommandButton id="samples.create" icon="plus" look="primary" />
        </Empty>
      ) : (
        <SheetGrid samples={samples} />
      )}
    </>
  );
}
