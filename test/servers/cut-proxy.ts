import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a test and a server, as a network does. */
export interface CutProxy {
  readonly port: number;
  /** Breaks every connection at once, with no word of goodbye; new ones are let through. */
  cut(): void;
  /** Breaks every connection and lets no new one through. */
  stop(): Promise<void>;
}

/** Passes bytes on to a port of this machine until it is cut. */
export async function startCutProxy(serverPort: number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
