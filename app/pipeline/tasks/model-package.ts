import { isModelPackage, type ReadModelPackage, readModelPackage } from '../../formats/model-package/read.ts';
import { type ModelPackage, writeModelPackage } from '../../formats/model-package/write.ts';
import { task } from '../../ports/task.ts';

/** A model as a BioImage.IO package: bytes of a ZIP archive. */
export const writeModelPackageTask = task('write-model-package', (packed: ModelPackage) => writeModelPackage(packed));

/** What a BioImage.IO package holds; null when the file is none, so that it may be a model file. */
export const readModelPackageTask = task(
  'read-model-package',
  ({ path }: { readonly path: string }, { open }): ReadModelPackage | null => {
    const source = open(path);
    return isModelPackage(source) || source.name.toLowerCase().endsWith('.zip') ? readModelPackage(source) : null;
  },
);
