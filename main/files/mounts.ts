/** A path of the Linux mount tables, where white space stands as octal (`\040`). */
export function decodedMountPath(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
}

/** The lines of /proc/self/mountinfo. */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    // 36 35 98:0 /root /point options optional... - type source super-options
    const [head, tail] = line.split(' - ');
    const point = head?.split(' ')[4];
    const [type, source] = tail?.split(' ') ?? [];
    return point === undefined || type === undefined
      ? []
      : [{ point: decodedMountPath(point), type, source: decodedMountPath(source ?? '') }];
  });
}

/** The lines that `mount` prints on macOS: `//user@server/share on /Volumes/share (smbfs, nodev, ...)`. */
export function parseMacMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(.+?) on (.+) \(([^,)]+)/.exec(line);
    return match === null ? [] : [{ source: match[1], point: match[2], type: match[3] }];
  });
}

/** The mount that `path` lies on: the longest point above it, the last one mounted there. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  let best: Mount | null = null;
  for (const mount of mounts) {
    const inside = path === mount.point || path.startsWith(mount.point.endsWith('/') ? mount.point : `${mount.point}/`);
    if (inside && (best === null || mount.point.length >= best.point.length)) best = mount;
  }
  return best;
}
