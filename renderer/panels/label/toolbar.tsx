import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
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
  '& button[aria-disabled="true"]': { pointerEvents: 'none', opacity: 0.45, transition: 'opacity 0s 200ms' },
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

/** The tools of the Label room, on the side of the hand that leads the pointer. */
export function LabelToolbar() {
  const toolId = useStore(toolStore, (s) => s.toolId);
  const { pen, hand } = useStore(layoutStore, (s) => s.labelling);
  const hasRun = useStore(selectionStore, (s) => s.runId !== null);
  const ready = useStore(labelStore, (s) => s.document !== null);
  return (
    <Bar
      role="toolbar"
      aria-label="Label tools"
      aria-busy={!ready}
      aria-orientation="vertical"
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
              more={id === 'label-adopt' && !hasRun ? 'Segment this image first, or choose a run below.' : help}
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
        onClick={() => chooseTool(panTool.id)}
      />
      <IconButton
        icon="ruler"
        label="Distance"
        shortcut="D"
        aria-pressed={toolId === 'distance'}
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
