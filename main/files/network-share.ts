import { execFile } from 'node:child_process';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { mountOf, parseMacMounts, parseMountInfo } from './mounts.ts';

// Why shares are told from disks: SQLite's write-ahead log needs memory that all processes share and locks that hold,
// and network file systems give neither dependably. Databases on NFS and SMB have been damaged that way.

/** File systems on the other end of a wire, as Linux and macOS name them. */
const overTheWire: Readonly<Record<string, string>> = {
  nfs: 'NFS',
  nfs4: 'NFS',
  cifs: 'SMB',
  smb2: 'SMB',
  smb3: 'SMB',
  smbfs: 'SMB',
  afpfs: 'AFP',
  afs: 'AFS',
  ceph: 'Ceph',
  coda: 'Coda',
  davfs: 'WebDAV',
  webdav: 'WebDAV',
  lustre: 'Lustre',
  glusterfs: 'Gluster',
  'fuse.sshfs': 'SSH',
  'fuse.glusterfs': 'Gluster',
  'fuse.rclone': 'rclone',
  'fuse.davfs': 'WebDAV',
  'fuse.davfs2': 'WebDAV',
  'fuse.s3fs': 'S3',
  'fuse.gvfsd-fuse': 'desktop network folder',
};

/**
 * What network share a path is on, in words ("SMB share //server/data"), or null for a disk of this computer. A path that
 * does not exist yet counts as its nearest folder.
 */
export async function networkShareAt(place: string): Promise<string | null> {
  const real = await nearest(path.resolve(place));
  if (process.platform === 'win32') return windowsShare(real);
  const mounts =
    process.platform === 'darwin'
      ? parseMacMounts(await macMounts())
      : parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''));
  const mount = mountOf(real, mounts);
  const kind = mount === null ? undefined : overTheWire[mount.type];
  return mount === null || kind === undefined ? null : `${kind} share ${mount.source}`;
}

/**
 * Shares of Windows show as `\\server\share`; a mapped drive letter turns into that when its real path is asked for.
 * `\\?\C:\` and `\\.\` are this computer.
 */
export function windowsShare(real: string): string | null {
  const unc = /^\\\\(?:\?\\UNC\\)?([^\\?.][^\\]*)\\([^\\]+)/i.exec(real);
  return unc === null ? null : `Windows share \\\\${unc[1]}\\${unc[2]}`;
}

async function nearest(place: string): Promise<string> {
  for (let at = place; ; at = path.dirname(at)) {
    try {
      return path.join(await realpath(at), path.relative(at, place));
    } catch {
      if (path.dirname(at) === at) return place;
    }
  }
}

async function macMounts(): Promise<string> {
  try {
    return (await promisify(execFile)('/sbin/mount', [], { timeout: 2000 })).stdout;
  } catch {
    return '';
  }
}
