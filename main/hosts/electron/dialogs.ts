import type { BaseWindow, Dialog, OpenDialogOptions } from 'electron';
import type { CallRequest } from '../../../app/contract/list.ts';

const open: Readonly<
  Record<Exclude<CallRequest<'files.pick'>['purpose'], 'save-file'>, OpenDialogOptions['properties']>
> = {
  'open-files': ['openFile', 'multiSelections'],
  'open-folder': ['openDirectory', 'createDirectory'],
  'open-project': ['openDirectory'],
};

/** The system's dialogs; an empty list when the person cancelled. */
export function filePicker(dialog: Dialog, window: () => BaseWindow | null) {
  return async (asked: CallRequest<'files.pick'>): Promise<string[]> => {
    const parent = window();
    if (asked.purpose === 'save-file') {
      const options = {
        title: asked.title,
        ...(asked.suggestedName === undefined ? {} : { defaultPath: asked.suggestedName }),
      };
      const { filePath } = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      return filePath === '' ? [] : [filePath];
    }
    const options: OpenDialogOptions = { title: asked.title, properties: open[asked.purpose] ?? [] };
    const { filePaths } = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    return filePaths;
  };
}
