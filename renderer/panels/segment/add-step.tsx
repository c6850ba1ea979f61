import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { SlotKind } from '../../../app/domain/recipe.ts';
import { addStep, draftStore } from '../../state/recipe-draft.ts';
import { Button } from '../../ui/button.tsx';

/** Headings of the menu: what a step makes. */
const makes: readonly (readonly [to: SlotKind, title: string])[] = [
  ['image', 'Image'],
  ['binary', 'Particles against background'],
  ['seeds', 'Seeds'],
  ['labels', 'Particles apart'],
  ['instances', 'Particles'],
];

/** Adds a step to the recipe in hand, where it fits. */
export function AddStep() {
  const steps = useStore(draftStore, (s) => s.steps);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button look="quiet" icon="plus" aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        Add step
      </Button>
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        transitionDuration={80}
        slotProps={{ paper: { style: { maxHeight: 420 } } }}
      >
        {makes.flatMap(([to, title]) => {
          const group = steps.filter((step) => step.to === to);
          if (group.length === 0) return [];
          return [
            <ListSubheader key={to} style={{ lineHeight: '28px' }}>
              {title}
            </ListSubheader>,
            ...group.map((step) => (
              <MenuItem
                key={step.id}
                title={step.help}
                onClick={() => {
                  addStep(step);
                  setAnchor(null);
                }}
              >
                {step.title}
              </MenuItem>
            )),
          ];
        })}
      </Menu>
    </>
  );
}
