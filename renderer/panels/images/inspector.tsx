import { useStore } from 'zustand';
import { libraryStore } from '../../state/library.ts';
import { selectionStore } from '../../state/selection.ts';
import { Empty } from '../../ui/empty.tsx';
import { ImageInspector } from './image-inspector.tsx';
import { SampleInspector } from './sample-inspector.tsx';

/** Right, in the Images room: the chosen sample, or the chosen images. */
export function ImagesInspector() {
  const { sampleById, imageById } = useStore(libraryStore);
  const { sampleId, shown, imageIds } = useStore(selectionStore);
  const sample = sampleId === null ? undefined : sampleById.get(sampleId);
  if (sample !== undefined) return <SampleInspector key={sample.id} sample={sample} />;
  const image = shown === null ? undefined : imageById.get(shown.imageId);
  if (image === undefined) return <Empty text="Choose an image or a sample to see its properties." />;
  const images = imageIds.flatMap((id) => imageById.get(id) ?? []);
  return <ImageInspector image={image} images={images.length === 0 ? [image] : images} />;
}
