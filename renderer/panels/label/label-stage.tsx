import { styled } from '@mui/material/styles';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { takeLabelTool } from '../../commands/label.ts';
import { followForest } from '../../state/labels/follow-forest.ts';
import { previewSpans } from '../../state/labels/ghost.ts';
import { loadLabelSets } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { setLabelView } from '../../state/labels/label-view.ts';
import { workOnLayer } from '../../state/labels/layers.ts';
import { showLabels } from '../../state/labels/shown-labels.ts';
import { layoutStore } from '../../state/layout.ts';
import { attempt } from '../../state/notices.ts';
import { selectionStore } from '../../state/selection.ts';
import { chooseTool, restingTool } from '../../state/tool.ts';
import { Stage } from '../stage/stage.tsx';
import { LabelMenu } from './label-menu.tsx';
import { LabelToolbar } from './toolbar.tsx';

const Row = styled('div')({ display: 'flex', flex: '1 1 0', minHeight: 0, minWidth: 0 });
const Middle = styled('div')({ display: 'flex', flexDirection: 'column', flex: '1 1 0', minHeight: 0, minWidth: 0 });

/** Shows the labels of whatever frame is shown while the room is open, with the tool that was in hand here last. */
function useLabels(): void {
  const setId = useStore(labelStore, (s) => s.setId);
  useEffect(() => {
    void attempt('stage', 'label sets', loadLabelSets);
    workOnLayer(labelStore.getState().layer, false);
    takeLabelTool(layoutStore.getState().labelling.toolId);
    const quitForest = followForest();
    return () => {
      quitForest();
      chooseTool(restingTool);
      previewSpans(null);
      setLabelView({ prediction: null, uncertainty: false });
    };
  }, []);
  useEffect(() => {
    if (setId === null) return;
    const follow = () => showLabels(selectionStore.getState().shown);
    follow();
    const quit = selectionStore.subscribe((now, before) => {
      if (now.shown !== before.shown) follow();
    });
    return () => {
      quit();
      showLabels(null);
    };
  }, [setId]);
}

/** The centre of the Label room: the stage with labels over the image and their tools beside it. */
export function LabelStage() {
  useLabels();
  const hand = useStore(layoutStore, (s) => s.labelling.hand);
  const shown = useStore(selectionStore, (s) => s.shown !== null);
  return (
    <Row style={hand === 'left' ? { flexDirection: 'row-reverse' } : {}}>
      {shown ? <LabelToolbar /> : null}
      <Middle>
        <Stage />
      </Middle>
      <LabelMenu />
    </Row>
  );
}
