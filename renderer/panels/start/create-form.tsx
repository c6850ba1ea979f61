import { styled } from '@mui/material/styles';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import { pickPaths } from '../../state/browser.ts';
import { importPaths } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { programStore } from '../../state/program.ts';
import { createProject, projectStore } from '../../state/project.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { splitPath } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { type Dropped, droppedPaths } from '../samples/dropped-files.ts';

const Form = styled('form')({ display: 'flex', flexDirection: 'column', gap: 12 });
const Label = styled('label')({ display: 'flex', flexDirection: 'column', gap: 4, color: colour.muted });
const Line = styled('div')({ display: 'flex', gap: 6 });
const Problem = styled('span')({ color: colour.error, fontSize: 12, lineHeight: '16px' });
const Where = styled('span')({ color: colour.muted, fontSize: 12, lineHeight: '16px', overflowWrap: 'anywhere' });

/** Why a name can't be a folder's on every system, or null when it can. */
export function nameProblem(name: string): string | null {
  if (name.trim() === '') return 'A project needs a name.';
  if (/[\\/:*?"<>|\p{Cc}]/u.test(name)) return 'A name can’t hold any of \\ / : * ? " < > |';
  if (name.trim().startsWith('.') || name.trim().endsWith('.')) return 'A name can’t begin or end with a full stop.';
  return null;
}

/** A name for a project made from dropped files: that of the first one's folder or of the file itself. */
export function suggestedName(dropped: readonly { readonly name: string }[]): string {
  const first = dropped[0];
  if (first === undefined) return '';
  return splitPath(first.name).name.replace(/\.[^.]+$/, '');
}

/** A new project, in place: its name, its folder. */
export function CreateForm({ dropped, onDone }: { readonly dropped: readonly Dropped[]; readonly onDone: () => void }) {
  const documents = useStore(programStore, (s) => s.info?.documents ?? '');
  const busy = useStore(projectStore, (s) => s.opening !== null);
  const [name, setName] = useState(() => suggestedName(dropped));
  const [chosen, setFolder] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const folder = chosen ?? documents;
  const problem = nameProblem(name);

  const create = async () => {
    setTried(true);
    if (problem !== null || folder.trim() === '') return;
    await attempt('start', 'open', async () => {
      await createProject(folder.trim(), name.trim());
      onDone();
      if (dropped.length > 0)
        await attempt('samples', 'import', async () => importPaths(await droppedPaths(dropped), null));
    });
  };
  const choose = async () => {
    const [path] = await pickPaths({
      purpose: 'open-folder',
      title: 'Where should the project be?',
      confirm: 'Use this folder',
    });
    if (path !== undefined) setFolder(path);
  };
  return (
    <Form
      aria-label="New project"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void create();
      }}
    >
      <Label>
        Name
        <TextField
          autoFocus
          value={name}
          placeholder="Gold nanocubes"
          aria-invalid={tried && problem !== null}
          onText={setName}
          onEnter={() => void create()}
          onEscape={onDone}
        />
        {tried && problem !== null ? <Problem role="alert">{problem}</Problem> : null}
      </Label>
      <Label>
        Folder
        <Line>
          <TextField value={folder} onText={setFolder} onEnter={() => void create()} onEscape={onDone} />
          <Button onClick={() => void attempt('start', 'pick', choose)}>Choose…</Button>
        </Line>
        {problem === null ? <Where>Makes the folder “{name.trim()}.morpho” there.</Where> : null}
      </Label>
      <Line>
        <Button look="primary" type="submit" disabled={busy}>
          Create project
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </Line>
    </Form>
  );
}
