import { styled } from '@mui/material/styles';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { takeLabelTool, toolKey } from '../../commands/label.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { layoutStore } from '../../state/layout.ts';
import { selectionStore } from '../../state/selection.ts';
import { chooseTool, toolStore } from '../../state/tool.ts';
import { labelToolGroups } from '../../tools/label/list.ts';
import { panTool } from '../../tools/pan.ts';
import { IconButton } from '../../ui/button.tsx';
import { colour } from '../../ui/tokens.ts';
import { labelToolIcons } from './tool-icons.ts';

const Bar = styled('div', { shouldForwardProp: (prop) => prop !== 'pen' && prop !== 'left' })<{
  pen: boolean;
  left: boolean;
}>(({ pen, left }) => ({
  flex: 'none',
  display: 'grid',
  // large buttons stand in two columns, so that all of them are seen on a small screen
  gridTemplateColumns: pen ? '44px 44px' : '28px',
  alignContent: 'start',
  justifyContent: 'center',
  width: pen ? 100 : 40,
  padding: '6px 0',
  gap: pen ? 4 : 2,
  overflow: 'hidden auto',
  scrollbarWidth: 'none',
  backgroundColor: colour.panel,
  [left ? 'borderLeft' : 'borderRight']: `1px solid ${colour.line}`,
  // dimmed only when the labels let one wait, so that nothing flickers from frame to frame
  '& button[aria-disabled="true"]': { opacity: 0.45, transition: 'opacity 0s 200ms' },
  '& button': pen ? { width: 44, height: 44, '& svg': { width: 22, height: 22 } } : {},
}));
const Rule = styled('div')({
  gridColumn: '1 / -1',
  justifySelf: 'center',
  width: 20,
  height: 1,
  margin: '4px 0',
  backgroundColor: colour.line,
});

const needsSet = 'Choose classes to begin with, in the inspector.';
const needsRun = 'Segment this image first, or choose a run below.';

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Arrow keys go from tool to tool. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  if (at < 0) return;
  buttons[(at + step + buttons.length) % buttons.length].focus();
  event.preventDefault();
  event.stopPropagation();
}

/** The tools of the Label room, on the side of the hand that leads the pointer. */
export function LabelToolbar() {
  const toolId = useStore(toolStore, (s) => s.toolId);
  const { pen, hand } = useStore(layoutStore, (s) => s.labelling);
  const hasRun = useStore(selectionStore, (s) => s.runId !== null);
  const ready = useStore(labelStore, (s) => s.document !== null);
  const hasSet = useStore(labelStore, (s) => s.setId !== null);
  const all = [...labelToolGroups.flat().map(({ id }) => id), panTool.id, 'distance'];
  // one stop of the Tab key: the arrows go on from there
  const stop = all.includes(toolId) ? toolId : all[0];
  const tabIndex = (id: string) => (id === stop ? 0 : -1);
  return (
    <Bar
      role="toolbar"
      aria-label="Label tools"
      aria-busy={!ready}
      aria-orientation="vertical"
      onKeyDown={walk}
      pen={pen}
      left={hand === 'left'}
    >
      {labelToolGroups.map((group, i) => (
        <Group key={group[0].id} first={i === 0}>
          {group.map(({ id, title, help }) => (
            <IconButton
              key={id}
              icon={labelToolIcons[id] ?? 'brush'}
              label={title}
              shortcut={toolKey(id)}
              more={hasSet ? (id === 'label-adopt' && !hasRun ? needsRun : help) : needsSet}
              tabIndex={tabIndex(id)}
              aria-pressed={id === toolId}
              aria-disabled={!ready}
              disabled={id === 'label-adopt' && !hasRun}
              onClick={() => ready && takeLabelTool(id)}
            />
          ))}
        </Group>
      ))}
      <Rule />
      <IconButton
        icon="hand"
        label={panTool.title}
        shortcut={panTool.shortcut}
        more={panTool.help}
        aria-pressed={toolId === panTool.id}
        tabIndex={tabIndex(panTool.id)}
        onClick={() => chooseTool(panTool.id)}
      />
      <IconButton
        icon="ruler"
        label="Distance"
        shortcut="D"
        aria-pressed={toolId === 'distance'}
        tabIndex={tabIndex('distance')}
        onClick={() => chooseTool('distance')}
      />
    </Bar>
  );
}

function Group({ first, children }: { readonly first: boolean; readonly children: ReactNode }) {
  return (
    <>
      {first ? null : <Rule />}
      {children}
    </>
  );
}
