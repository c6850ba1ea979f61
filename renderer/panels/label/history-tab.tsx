import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { historyStore } from '../../state/history.ts';
import {
  type EditRow,
  editHistoryStore,
  type JumpCost,
  jumpCost,
  jumpTo,
  keepVersion,
  loadEdits,
  loadVersions,
  restoreVersion,
  type VersionRow,
} from '../../state/labels/edit-history.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { selectionStore } from '../../state/selection.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { ago, count, dateTime, grouped, thinSpace } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { colour, size } from '../../ui/tokens.ts';
import { useRows } from '../../ui/use-rows.ts';
import { Column, Quiet } from './form.tsx';

const Scroll = styled('div')({ position: 'relative', flex: '1 1 0', minHeight: 120, overflow: 'auto' });
const Row = styled('button')({
  position: 'absolute',
  left: 0,
  right: 0,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  width: '100%',
  height: size.row,
  padding: '0 12px',
  border: 0,
  background: 'none',
  textAlign: 'left',
  '&:hover': { backgroundColor: colour.hover },
  '&[aria-current="true"]': { backgroundColor: colour.selected },
  '&[data-undone="true"]': { color: colour.muted },
});
const Cut = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Muted = styled('span')({ color: colour.muted, fontSize: 12, flex: 'none' });
const Mark = styled('span')({ width: 12, flex: 'none', display: 'flex', color: colour.accent });
const Question = styled('div')({
  flex: 'none',
  padding: 12,
  borderTop: `1px solid ${colour.line}`,
  backgroundColor: colour.raised,
  lineHeight: '18px',
});
const Line = styled('div')({ display: 'flex', gap: 6, marginTop: 8 });
const Version = styled('div')({ display: 'flex', alignItems: 'center', gap: 8, minHeight: 40 });
const Kept = styled('div')({ flex: '1 1 auto', minWidth: 0 });

/** A jump that takes back more than labels, before it is made. */
function Ask({
  cost,
  onYes,
  onNo,
}: {
  readonly cost: JumpCost;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const { undoes, others } = cost;
  const [first, ...rest] = others;
  return (
    <Question role="alertdialog" aria-label="Undo more than labels">
      <p>
        This undoes {count(undoes, 'edit')}, and not of labels alone: “{first.title}”
        {rest.length === 0 ? '' : ` and ${rest.length} more`}. Redo brings them back until something new is done.
      </p>
      <Line>
        <Button look="primary" autoFocus onClick={onNo}>
          Stay here
        </Button>
        <Button onClick={onYes}>Undo {count(undoes, 'edit')}</Button>
      </Line>
    </Question>
  );
}

interface Asked {
  readonly id: number | null;
  readonly cost: JumpCost;
  readonly newest: number | null;
}

/**
 * All edits, newest first; a click goes to the state just after one, and asks where that takes back imports, samples or label sets too.
 * Undone ones stand grey until something new is done.
 */
function Edits({ now }: { readonly now: number }) {
  const { edits, loaded } = useStore(editHistoryStore);
  const imageById = useStore(libraryStore, (s) => s.imageById);
  const scroll = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  // the last row is the state before every edit
  const rows = useRows(scroll, edits.length + 1, () => size.row);
  const current = edits.findIndex(({ undone }) => !undone);
  const standing = current < 0 ? edits.length : current;
  if (!loaded) return null;
  const jump = (id: number | null) => {
    setAsked(null);
    void attempt('inspector', 'jump', () => jumpTo(id));
  };
  const go = (edit: EditRow | undefined) => {
    const id = edit?.id ?? null;
    const cost = jumpCost(edits, id);
    if (cost.others.length === 0) jump(id);
    else setAsked({ id, cost, newest: edits[0]?.id ?? null });
  };
  // What was asked is about the edits that stood then.
  const question = asked !== null && asked.newest === (edits[0]?.id ?? null) ? asked : null;
  return (
    <>
      <Scroll ref={scroll} role="group" aria-label="History">
        <div style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const edit = edits[index];
            const image = edit === undefined || edit.frame === null ? undefined : imageById.get(edit.frame.imageId);
            return (
              <Row
                key={edit?.id ?? 'start'}
                type="button"
                style={{ top: start }}
                aria-current={index === standing}
                data-undone={edit?.undone === true}
                title={
                  edit === undefined
                    ? 'Before the first edit, imports and samples included'
                    : `${edit.title}${image === undefined ? '' : ` – ${image.name}`}\n${dateTime(edit.at)}`
                }
                onClick={() => go(edit)}
              >
                <Mark>{index === standing ? <Icon name="chevronRight" size={12} /> : null}</Mark>
                <Cut>{edit?.title ?? 'The empty project'}</Cut>
                {edit === undefined ? null : <Muted>{ago(edit.at, now)}</Muted>}
              </Row>
            );
          })}
        </div>
      </Scroll>
      {question === null ? null : (
        <Ask cost={question.cost} onYes={() => jump(question.id)} onNo={() => setAsked(null)} />
      )}
    </>
  );
}

/** "54 particles · 1234 px of classes" */
function contentOf({ instances, labelledPixels }: VersionRow): string {
  const parts = [
    ...(instances > 0 ? [count(instances, 'particle')] : []),
    ...(labelledPixels > 0 ? [`${grouped(labelledPixels)}${thinSpace}px of classes`] : []),
  ];
  return parts.length === 0 ? 'nothing labelled' : parts.join(' · ');
}

/** States of the shown frame's labels that were kept by name, or that a run used. */
function Versions({ now }: { readonly now: number }) {
  const versions = useStore(editHistoryStore, (s) => s.versions);
  const document = useStore(labelStore, (s) => s.document);
  const [name, setName] = useState<string | null>(null);
  const keep = () => {
    const title = name?.trim() ?? '';
    setName(null);
    if (title !== '') void attempt('inspector', 'keep version', () => keepVersion(title));
  };
  if (document === null) return null;
  return (
    <Section id="label versions" title="Kept versions of this frame">
      {versions.length === 0 ? (
        <Quiet>None yet. Keep the labels as they are now, to come back to them whatever is done later.</Quiet>
      ) : null}
      {versions.map((version) => (
        <Version key={version.id}>
          <Kept>
            <Cut>{version.title}</Cut>
            <Quiet>
              {ago(version.at, now)} · {contentOf(version)}
            </Quiet>
          </Kept>
          <Button onClick={() => void attempt('inspector', 'restore version', () => restoreVersion(version.id))}>
            Go back to it
          </Button>
        </Version>
      ))}
      {name === null ? (
        <Line>
          <Button icon="flag" onClick={() => setName('')}>
            Keep this version…
          </Button>
        </Line>
      ) : (
        <Line>
          <TextField
            aria-label="Name of the version"
            placeholder="Before the second look"
            autoFocus
            value={name}
            onText={setName}
            onEnter={keep}
            onEscape={() => setName(null)}
          />
          <Button look="primary" disabled={name.trim() === ''} onClick={keep}>
            Keep
          </Button>
        </Line>
      )}
    </Section>
  );
}

/** The time, told anew now and then, so that "just now" does not stand for an hour. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Everything that was done, with jumps; and what was kept. */
export function HistoryTab() {
  const { undo, redo } = useStore(historyStore);
  const settled = useStore(labelStore, (s) => s.settled);
  const now = useNow();
  const shown = useStore(selectionStore, (s) => s.shown);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them says that there is something new
  useEffect(() => {
    const timer = setTimeout(() => void attempt('inspector', 'history', loadEdits), 100);
    return () => clearTimeout(timer);
  }, [undo, redo, settled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another frame has other versions
  useEffect(() => {
    void attempt('inspector', 'versions', loadVersions);
  }, [shown]);
  return (
    <Column>
      <Edits now={now} />
      <div style={{ flex: 'none', maxHeight: '45%', overflow: 'auto', borderTop: `1px solid ${colour.line}` }}>
        <Versions now={now} />
      </div>
    </Column>
  );
}
