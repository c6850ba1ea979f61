import { spawn } from 'node:child_process';

/** Browsers that can show a page as a window of its own, by platform. */
const appBrowsers: Readonly<Record<string, readonly string[]>> = {
  win32: ['msedge', 'chrome'],
  darwin: ['Google Chrome', 'Microsoft Edge', 'Chromium'],
  linux: ['google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'],
};

/** The commands to try, in order, to show `url`: app mode first, then the system's default browser. */
export function browserCommands(
  url: string,
  platform: NodeJS.Platform,
): (readonly [command: string, ...args: string[]])[] {
  const names = appBrowsers[platform] ?? [];
  if (platform === 'win32') {
    return [
      ...names.map((name) => ['cmd', '/c', 'start', '', '/wait', name, `--app=${url}`] as const),
      ['cmd', '/c', 'start', '', url],
    ];
  }
  if (platform === 'darwin')
    return [...names.map((name) => ['open', '-W', '-na', name, '--args', `--app=${url}`] as const), ['open', url]];
  return [...names.map((name) => [name, `--app=${url}`] as const), ['xdg-open', url]];
}

/** True when there is a screen to open a window on. */
export function hasDisplay(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Opens the first browser that starts. False when none did. */
export async function openBrowser(url: string): Promise<boolean> {
  for (const [command, ...args] of browserCommands(url, process.platform)) {
    const started = await new Promise<boolean>((answer) => {
      const child = spawn(command, args, { stdio: 'ignore', detached: true });
      child.once('error', () => answer(false));
      child.once('spawn', () => {
        child.unref();
        answer(true);
      });
    });
    if (started) return true;
  }
  return false;
}
