import { styled } from '@mui/material/styles';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { useStore } from 'zustand';
import { type LabelClass, type LabelClasses, LabelRole } from '../../../app/domain/labels/label-class.ts';
import { classKey } from '../../commands/label.ts';
import { changeClasses, freeClassId, freshName, moved, withClass } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { pickClass } from '../../state/labels/label-tool-state.ts';
import { labelViewStore, setLabelView } from '../../state/labels/label-view.ts';
import { attempt } from '../../state/notices.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { Keys } from '../../ui/keys.tsx';
import { count, thinSpace } from '../../ui/quantity.ts';
import { ColourPick } from '../../ui/swatch.tsx';
import { colour, groupColours, size } from '../../ui/tokens.ts';
import { type ClassCounts, useCounts } from './use-counts.ts';

const List = styled('ul')({ margin: '0 -4px' });
const Item = styled('li')({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  height: size.row,
  paddingLeft: 4,
  borderRadius: size.radius,
  '&:hover': { backgroundColor: colour.hover },
  '&[data-active="true"]': { backgroundColor: colour.selected },
  '&[data-over="true"]': { boxShadow: `0 -2px 0 ${colour.accent}` },
  '& .more': { display: 'none' },
  '&:hover .more, &:focus-within .more, &[data-open="true"] .more': { display: 'flex' },
  '&:hover .facts, &:focus-within .facts, &[data-open="true"] .facts': { display: 'none' },
});
const Name = styled('button')({
  flex: '1 1 auto',
  minWidth: 0,
  height: '100%',
  padding: 0,
  border: 0,
  background: 'none',
  textAlign: 'left',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Facts = styled('span')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  flex: 'none',
  paddingRight: 4,
  color: colour.muted,
  fontSize: 12,
});
const Share = styled('span')({ minWidth: 44, textAlign: 'right' });
const Edit = styled('div')({ display: 'flex', flexDirection: 'column', gap: 4, padding: '4px 4px 8px 30px' });

const change = (classes: LabelClasses, moveTo: number | null = null) =>
  void attempt('inspector', 'classes', () => changeClasses(classes, moveTo));

const roles = LabelRole.options.map((role) => [role, role[0].toUpperCase() + role.slice(1)] as const);

/** "12.3 %" of the frame, or how many particles. */
function shareText(counts: ClassCounts | null, id: number, particles: boolean): string {
  if (counts === null) return '';
  if (particles) return counts.particles[id] === 0 ? '–' : String(counts.particles[id]);
  const part = counts.pixels[id] / counts.total;
  if (part === 0) return '–';
  if (part < 0.0005) return `<0.1${thinSpace}%`;
  return `${part === 1 ? '100' : (part * 100).toFixed(1)}${thinSpace}%`;
}

/** What a class stands for, and taking it away. */
function ClassEdit({ own, onClose }: { readonly own: LabelClass; readonly onClose: () => void }) {
  const { classes } = useStore(labelStore);
  const counts = useCounts();
  const [moveTo, setMoveTo] = useState('');
  const others = classes.filter(({ id }) => id !== own.id);
  const used = counts !== null && counts.pixels[own.id] + counts.particles[own.id] > 0;
  return (
    <Edit>
      <Select
        aria-label={`What ${own.name} stands for`}
        value={own.role}
        options={roles}
        onPick={(role) => change(withClass(classes, own.id, { role }))}
      />
      {used ? (
        <Select
          aria-label="Particles of it become"
          value={moveTo}
          options={[
            ['', 'When removed: its particles go too'],
            ...others.map(({ id, name }) => [String(id), `When removed: particles become ${name}`] as const),
          ]}
          onPick={setMoveTo}
        />
      ) : null}
      <Button
        icon="trash"
        disabled={classes.length < 2}
        onClick={() => {
          onClose();
          if (labelStore.getState().activeClassId === own.id) pickClass(others[0].id);
          change(others, moveTo === '' ? null : Number(moveTo));
        }}
      >
        Remove {own.name}
      </Button>
    </Edit>
  );
}

function ClassName({ own, onDone }: { readonly own: LabelClass; readonly onDone: (name: string | null) => void }) {
  const classes = useStore(labelStore, (s) => s.classes);
  const [name, setName] = useState(own.name);
  const taken = classes.some((one) => one.id !== own.id && one.name === name.trim());
  const done = () => onDone(taken || name.trim() === '' || name.trim() === own.name ? null : name.trim());
  return (
    <TextField
      aria-label="Name of the class"
      aria-invalid={taken}
      autoFocus
      value={name}
      onText={setName}
      onEnter={done}
      onEscape={() => onDone(null)}
      onBlur={done}
      style={{ height: 24 }}
    />
  );
}

function ClassRow({
  own,
  at,
  counts,
}: {
  readonly own: LabelClass;
  readonly at: number;
  readonly counts: ClassCounts | null;
}) {
  const { classes, activeClassId, layer } = useStore(labelStore);
  const hidden = useStore(labelViewStore, (s) => s.hiddenClasses.has(own.id));
  const [naming, setNaming] = useState(false);
  const [open, setOpen] = useState(false);
  const [over, setOver] = useState(false);
  const key = classKey(at);
  const active = own.id === activeClassId;

  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.altKey ? (event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0) : 0;
    if (by !== 0) change(moved(classes, own.id, by));
    else if (event.key === 'F2') setNaming(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const id = Number(event.dataTransfer.getData(dragType));
    const from = classes.findIndex((one) => one.id === id);
    if (from < 0 || from === at) return;
    event.preventDefault();
    change(moved(classes, id, at - from));
  };
  const toggleHidden = () => {
    const next = new Set(labelViewStore.getState().hiddenClasses);
    if (!next.delete(own.id)) next.add(own.id);
    setLabelView({ hiddenClasses: next });
  };
  return (
    <>
      <Item
        data-active={active}
        data-open={open}
        data-over={over}
        draggable={!naming}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData(dragType, String(own.id));
        }}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(dragType)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <ColourPick
          colour={own.colour}
          label={`Colour of ${own.name}`}
          onDone={(tone) => change(withClass(classes, own.id, { colour: tone }))}
        />
        {naming ? (
          <ClassName
            own={own}
            onDone={(name) => {
              setNaming(false);
              if (name !== null) change(withClass(classes, own.id, { name }));
            }}
          />
        ) : (
          <Name
            type="button"
            aria-pressed={active}
            onClick={() => pickClass(own.id)}
            onDoubleClick={() => setNaming(true)}
            onKeyDown={onKeyDown}
            title={`${own.name} – click to paint with it, double-click to rename, drag or Alt + arrows to move`}
          >
            {own.name}
          </Name>
        )}
        <Facts className="facts">
          {hidden ? 'hidden' : <Share>{shareText(counts, own.id, layer === 'instances')}</Share>}
          {key === undefined ? null : <Keys shortcut={key} />}
        </Facts>
        <span className="more">
          <IconButton
            icon={hidden ? 'eyeOff' : 'eye'}
            label={hidden ? `Show ${own.name}` : `Hide ${own.name}`}
            aria-pressed={hidden}
            onClick={toggleHidden}
          />
          <IconButton icon="pencil" label={`Rename ${own.name}`} onClick={() => setNaming(true)} />
          <IconButton icon="more" label={`More of ${own.name}`} aria-expanded={open} onClick={() => setOpen(!open)} />
        </span>
      </Item>
      {open ? <ClassEdit own={own} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const dragType = 'application/x-morphoscope-class';

/** The classes of the set in use: the active one is what tools paint. */
export function ClassList() {
  const classes = useStore(labelStore, (s) => s.classes);
  const layer = useStore(labelStore, (s) => s.layer);
  const counts = useCounts();
  const add = () => {
    const id = freeClassId(classes);
    if (id === null) return;
    const used = new Set(classes.map((one) => one.colour));
    const tone = groupColours.find((one) => !used.has(one)) ?? groupColours[classes.length % groupColours.length];
    const name = freshName(
      'Class',
      classes.map((one) => one.name),
    );
    change([...classes, { id, name, colour: tone, role: 'other' }]);
  };
  return (
    <>
      <List aria-label="Classes">
        {classes.map((own, at) => (
          <ClassRow key={own.id} own={own} at={at} counts={counts} />
        ))}
      </List>
      <Facts style={{ padding: '6px 0 0', justifyContent: 'space-between' }}>
        <Button look="quiet" icon="plus" onClick={add}>
          Add class
        </Button>
        {counts === null ? null : layer === 'classes' ? (
          <span>
            {shareText(counts, 0, false) === '–' ? 'all labelled' : `${shareText(counts, 0, false)} unlabelled`}
          </span>
        ) : (
          <span>
            {count(
              counts.particles.reduce((a, b) => a + b, 0),
              'particle',
            )}
          </span>
        )}
      </Facts>
    </>
  );
}
