import { styled } from '@mui/material/styles';
import { type Command, type Group as GroupName, groups, titleOf } from '../commands/command.ts';
import { allCommands } from '../commands/list.ts';
import { closePrompt } from '../state/prompt.ts';
import { IconButton } from '../ui/button.tsx';
import { Keys } from '../ui/keys.tsx';
import { colour } from '../ui/tokens.ts';
import { Overlay } from './overlay.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  height: 44,
  padding: '0 8px 0 16px',
  borderBottom: `1px solid ${colour.line}`,
  fontWeight: 600,
});
const Columns = styled('div')({ overflow: 'auto', padding: '4px 16px 16px', columns: '300px', columnGap: 32 });
const Group = styled('section')({ paddingTop: 12 });
const Heading = styled('h3')({
  color: colour.muted,
  fontSize: 12,
  fontWeight: 600,
  paddingBottom: 4,
  breakAfter: 'avoid',
});
const Line = styled('div')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: 12,
  minHeight: 26,
  breakInside: 'avoid',
});
const Side = styled('span')({ display: 'flex', gap: 6, alignItems: 'center' });
const Where = styled('span')({ color: colour.muted, fontSize: 11, whiteSpace: 'nowrap' });

/** Keys of the stage that are held or belong to the mouse, and so are no commands. */
const pointer: readonly (readonly [what: string, how: string])[] = [
  ['Zoom at the pointer', 'Wheel'],
  ['Pan', 'Space + drag, or middle drag'],
  ['Centre on a particle', 'Double-click'],
];

/** Keys of the labelling tools that are held, or that lead the keyboard's own cursor over the image. */
const labelling: typeof pointer = [
  ['Brush size or tolerance', 'Shift + wheel'],
  ['Erase, take away', 'Alt + drag'],
  ['Straight on from the last stroke', 'Shift + click'],
  ['Pick the class or particle', 'Ctrl + click'],
  ['Pen: erase', 'Barrel or other end'],
  ['Move the keyboard cursor', 'Arrows, Shift: 10 px'],
  ['Paint with the keyboard', 'Space, or Enter twice'],
  ['Close a shape', 'Enter'],
  ['Take the last corner back', 'Backspace'],
  ['Leave what is half done', 'Esc'],
];
const by: Readonly<Partial<Record<GroupName, typeof pointer>>> = { Stage: pointer, 'Label tools': labelling };

const scopes = { samples: 'in samples', stage: 'on the stage', inspector: 'in the inspector', lower: 'below' } as const;

/** Every key there is, by what it is for. */
export function CheatSheet() {
  const keyed = allCommands().filter((command) => command.shortcuts !== undefined);
  const lines = (group: string) => keyed.filter((command: Command) => command.group === group);
  return (
    <Overlay label="Keyboard shortcuts" width={1080} top={5}>
      <Head>
        Keyboard shortcuts
        <IconButton icon="close" label="Close" shortcut="Escape" onClick={closePrompt} />
      </Head>
      <Columns>
        {groups
          .filter((group) => lines(group).length > 0)
          .map((group) => (
            <Group key={group}>
              <Heading>{group}</Heading>
              {lines(group).map((command) => (
                <Line key={command.id}>
                  {command.plainTitle ?? titleOf(command)}
                  <Side>
                    {command.scope === undefined ? null : <Where>{scopes[command.scope]}</Where>}
                    <Keys shortcut={command.shortcuts?.[0] ?? ''} />
                  </Side>
                </Line>
              ))}
              {by[group]?.map(([what, how]) => (
                <Line key={what}>
                  {what}
                  <Where>{how}</Where>
                </Line>
              ))}
            </Group>
          ))}
      </Columns>
    </Overlay>
  );
}
