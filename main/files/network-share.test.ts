import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { mountOf, parseMacMounts, parseMountInfo } from './mounts.ts';
import { networkShareAt, windowsShare } from './network-share.ts';

const mountinfo = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
90 27 0:50 / /mnt/lab\\040data rw,relatime shared:5 master:1 - cifs //server/lab rw,vers=3.0
91 27 0:51 / /home/me rw - nfs4 nas:/export/me rw
92 91 8:2 / /home/me/local rw - ext4 /dev/sdb1 rw
`;

describe('the mount table', () => {
  const mounts = parseMountInfo(mountinfo);

  it.each([
    ['/mnt/lab data/scans/a.dm4', 'cifs', '//server/lab'],
    ['/mnt/lab data', 'cifs', '//server/lab'],
    ['/mnt/lab database/x', 'ext4', '/dev/sda1'],
    ['/home/me/x', 'nfs4', 'nas:/export/me'],
    ['/home/me/local/x', 'ext4', '/dev/sdb1'],
    ['/home/meadow', 'ext4', '/dev/sda1'],
  ])('finds the mount of %s', (place, type, source) => {
    expect(mountOf(place, mounts)).toMatchObject({ type, source });
  });

  it('is read from macOS too', () => {
    const mac = parseMacMounts(
      '/dev/disk3s1s1 on / (apfs, sealed, local)\n//me@server/Lab Data on /Volumes/Lab Data (smbfs, nodev, nosuid)\n',
    );
    expect(mountOf('/Volumes/Lab Data/p', mac)).toEqual({
      source: '//me@server/Lab Data',
      point: '/Volumes/Lab Data',
      type: 'smbfs',
    });
  });
});

describe('Windows paths', () => {
  it.each([
    ['\\\\server\\lab\\x.morpho', 'Windows share \\\\server\\lab'],
    ['\\\\?\\UNC\\server\\lab\\x', 'Windows share \\\\server\\lab'],
    ['\\\\wsl.localhost\\Debian\\home', 'Windows share \\\\wsl.localhost\\Debian'],
    ['C:\\Users\\me', null],
    ['\\\\?\\C:\\Users\\me', null],
    ['\\\\.\\C:\\Users', null],
  ])('%s', (place, share) => {
    expect(windowsShare(place)).toBe(share);
  });
});

describe('this computer', () => {
  it('has a temporary folder on a disk, also for what is not there yet', async () => {
    expect(await networkShareAt(tmpdir())).toBeNull();
    expect(await networkShareAt(`${tmpdir()}/not/there/yet`)).toBeNull();
  });
});
