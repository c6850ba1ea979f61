import { styled } from '@mui/material/styles';
import { useState } from 'react';
import type { RecentProject } from '../../../app/contract/nouns.ts';
import { openOrOffer } from '../../state/backups.ts';
import { attempt } from '../../state/notices.ts';
import { forgetRecent } from '../../state/project.ts';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { ago, splitPath } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';

const Frame = styled('section')({ minWidth: 0 });
const Heading = styled('h2')({ color: colour.muted, fontWeight: 600, height: 32 });
const Row = styled('li')({
  display: 'flex',
  alignItems: 'center',
  borderRadius: 6,
  margin: '0 -10px',
  '& .forget': { opacity: 0 },
  '&:hover, &:focus-within': { backgroundColor: colour.hover },
  '&:hover .forget, &:focus-within .forget': { opacity: 1 },
});
const Open = styled('button')({
  display: 'grid',
  gridTemplateColumns: '20px minmax(0, 1fr) auto',
  columnGap: 12,
  alignItems: 'center',
  flex: '1 1 0',
  minWidth: 0,
  minHeight: 48,
  padding: '4px 10px',
  border: 0,
  borderRadius: 6,
  background: 'none',
  textAlign: 'left',
  '& > svg': { color: colour.muted },
});
const Name = styled('span')({ display: 'block', fontWeight: 500 });
const Muted = styled('span')({
  display: 'block',
  color: colour.muted,
  fontSize: 12,
  lineHeight: '16px',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Gone = styled(Muted)({ color: colour.suspect });

/** Projects opened lately, newest first; one that is no longer there says so and can be taken off the list. */
export function RecentProjects({
  recent,
  disabled,
}: {
  readonly recent: readonly RecentProject[];
  readonly disabled: boolean;
}) {
  const [now] = useState(() => Date.now());
  return (
    <Frame aria-label="Recent projects">
      <Heading>Recent projects</Heading>
      {recent.length === 0 ? <Muted>Projects that you open will be listed here.</Muted> : null}
      <ul>
        {recent.map(({ path, name, opened, exists }) => (
          <Row key={path}>
            <Open
              type="button"
              disabled={disabled || !exists}
              title={path}
              onClick={() => void openOrOffer('start', path)}
            >
              <Icon name="project" size={20} />
              <span>
                <Name>{name}</Name>
                {exists ? <Muted>{splitPath(path).folder}</Muted> : <Gone>No longer at {splitPath(path).folder}</Gone>}
              </span>
              <Muted>{ago(opened, now)}</Muted>
            </Open>
            <span className="forget">
              <IconButton
                icon="close"
                label={`Take ${name} off this list`}
                more="The project itself stays."
                onClick={() => void attempt('start', 'forget', () => forgetRecent(path))}
              />
            </span>
          </Row>
        ))}
      </ul>
    </Frame>
  );
}
