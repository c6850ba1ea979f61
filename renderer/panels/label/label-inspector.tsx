import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { incomingStore } from '../../state/labels/label-files.ts';
import type { LabelLayout } from '../../state/labels/label-layout.ts';
import { labelSetsStore } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { reloadLabels } from '../../state/labels/shown-labels.ts';
import { changeLabelLayout, layoutStore } from '../../state/layout.ts';
import { selectionStore } from '../../state/selection.ts';
import { Empty } from '../../ui/empty.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Section } from '../../ui/section.tsx';
import { colour } from '../../ui/tokens.ts';
import { ClassList } from './class-list.tsx';
import { FilesSection } from './export-section.tsx';
import { ForestSection, ForestSwitch } from './forest-section.tsx';
import { FrameSection } from './frame-section.tsx';
import { HistoryTab } from './history-tab.tsx';
import { ImportPanel } from './import-panel.tsx';
import { ParticleList } from './particle-list.tsx';
import { ProtectSection } from './protect-section.tsx';
import { ReviewTab } from './review-tab.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { PresetList, SetSection } from './set-section.tsx';
import { ConvertSection, TakeSection } from './source-section.tsx';
import { ViewSection } from './view-section.tsx';

const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'auto' });
const Tabs = styled('div')({
  display: 'flex',
  flex: 'none',
  height: 36,
  padding: '0 4px',
  borderBottom: `1px solid ${colour.line}`,
});
const Tab = styled('button')({
  position: 'relative',
  padding: '0 10px',
  border: 0,
  background: 'none',
  color: colour.muted,
  fontWeight: 500,
  '&:hover': { color: colour.text },
  '&[aria-selected="true"]': { color: colour.text },
  '&[aria-selected="true"]::after': {
    content: '""',
    position: 'absolute',
    inset: 'auto 8px 0',
    height: 2,
    backgroundColor: colour.accent,
  },
});
const Begin = styled('div')({ padding: 16 });
const Lead = styled('p')({ color: colour.muted });

const tabs: readonly (readonly [LabelLayout['tab'], string])[] = [
  ['labels', 'Labels'],
  ['review', 'Review'],
  ['history', 'History'],
];

function LayoutSection() {
  const { hand, pen } = useStore(layoutStore, (s) => s.labelling);
  return (
    <>
      <Checkbox
        label="Left-handed: tools and inspector mirrored, keys at the right"
        checked={hand === 'left'}
        onCheck={(on) => changeLabelLayout({ hand: on ? 'left' : 'right' })}
      />
      <Checkbox label="Large buttons, for a pen" checked={pen} onCheck={(on) => changeLabelLayout({ pen: on })} />
    </>
  );
}

function LabelsTab() {
  const layer = useStore(labelStore, (s) => s.layer);
  const failure = useStore(labelStore, (s) => s.failure);
  return (
    <Scroll>
      {failure === null ? null : (
        <NoticeBox
          kind="error"
          text={failure.message}
          remedy={failure.remedy}
          action={{ title: 'Load again', run: reloadLabels }}
        />
      )}
      <Section id="label set" title="Label set">
        <SetSection />
      </Section>
      <Section id="label classes" title="Classes">
        <ClassList />
      </Section>
      {layer === 'instances' ? (
        <Section id="label particles" title="Particles of this frame">
          <ParticleList />
          <SelectionBar />
        </Section>
      ) : null}
      <Section id="label forest" title="Pixel forest" actions={<ForestSwitch />}>
        <ForestSection />
      </Section>
      <Section id="label frame" title="This frame">
        <FrameSection />
      </Section>
      <Section id="label view" title="Show">
        <ViewSection />
      </Section>
      <Section id="label protect" title="Protect">
        <ProtectSection />
      </Section>
      <Section id="label take" title="Take in from a run">
        <TakeSection />
      </Section>
      <Section id="label convert" title="Convert">
        <ConvertSection />
      </Section>
      <Section id="label files" title="Files">
        <FilesSection />
      </Section>
      <Section id="label layout" title="Hand and pen">
        <LayoutSection />
      </Section>
    </Scroll>
  );
}

/** Right, in the Label room: what is labelled with what, what to look at next, what was done. */
export function LabelInspector() {
  const tab = useStore(layoutStore, (s) => s.labelling.tab);
  const { sets, loaded } = useStore(labelSetsStore);
  const shown = useStore(selectionStore, (s) => s.shown);
  const importing = useStore(incomingStore, (s) => s.incoming !== null);
  if (shown === null && tab !== 'history') return <Empty text="Import a micrograph to label it." />;
  if (!loaded) return null;
  if (sets.length === 0) {
    return (
      <Begin>
        <Lead>What should be told apart? Choose classes to begin with; they can be changed later.</Lead>
        <PresetList />
      </Begin>
    );
  }
  if (importing) return <ImportPanel />;
  return (
    <>
      <Tabs role="tablist" aria-label="Inspector of labels">
        {tabs.map(([id, title]) => (
          <Tab
            key={id}
            type="button"
            role="tab"
            aria-selected={tab === id}
            onClick={() => changeLabelLayout({ tab: id })}
          >
            {title}
          </Tab>
        ))}
      </Tabs>
      {tab === 'labels' ? <LabelsTab /> : tab === 'review' ? <ReviewTab /> : <HistoryTab />}
    </>
  );
}
