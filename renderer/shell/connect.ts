import { Failure } from '../../app/domain/failure.ts';
import { createClient } from '../client/client.ts';
import { electronBridge } from '../client/electron.ts';
import { setClient } from '../client/session.ts';
import { createSocketWire, type SocketLike, type SocketWire } from '../client/socket.ts';
import { keepDistances } from '../state/kept-distances.ts';
import { rememberLayout } from '../state/layout.ts';
import { showFailure } from '../state/notices.ts';
import { setLink } from '../state/program.ts';
import { followEvents, loadProgramAndProject } from '../state/sync.ts';

let socket: SocketWire | null = null;

/** Tries the lost connection again now. */
export function reconnect(): void {
  socket?.retry();
}

function openSocket(): SocketLike {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new WebSocket(`${scheme}://${location.host}/wire`) as unknown as SocketLike;
}

let remembering = false;

async function load(): Promise<void> {
  try {
    if (!remembering) {
      remembering = true;
      await rememberLayout();
    }
    await loadProgramAndProject();
  } catch (thrown) {
    const { info } = Failure.from(thrown);
    if (info.tag !== 'disconnected')
      showFailure('window', 'start', info, { title: 'Try again', run: () => void load() });
  }
}

/** Connects the window to the services of its host and fills the stores; from then on they follow the services. */
export function connect(): void {
  const bridge = electronBridge();
  if (bridge !== null) {
    setClient(createClient(bridge.wire));
    followEvents();
    keepDistances();
    setLink({ state: 'open' });
    void load();
    return;
  }
  const wire = createSocketWire(openSocket);
  socket = wire;
  const client = createClient(wire);
  setClient(client);
  followEvents();
  keepDistances();
  wire.onLink((link) => {
    setLink(link);
    if (link.state === 'open') void load();
    if (link.state === 'lost') {
      client.failAll(
        new Failure(
          'disconnected',
          'The connection to the program broke.',
          'It is tried again by itself; then repeat this.',
        ),
      );
    }
  });
}
