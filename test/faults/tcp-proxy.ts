import net from 'node:net';

/** Stands between the product and a server of the test, and is cut and restored at will. */
export class TcpProxy {
  readonly url: string;
  readonly #server: net.Server;
  readonly #sockets: Set<net.Socket>;
  #isCut = false;

  private constructor(url: string, server: net.Server, sockets: Set<net.Socket>) {
    this.url = url;
    this.#server = server;
    this.#sockets = sockets;
    server.on('connection', (socket) => this.#isCut && socket.destroy());
  }

  /** A proxy for the server of a URL; `url` is the same with the proxy's address. */
  static async start(target: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(target);
    const sockets = new Set<net.Socket>();
    const server = net.createServer((inner) => {
      const outer = net.connect(Number(port), hostname);
      for (const [socket, other] of [
        [inner, outer],
        [outer, inner],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(target);
    url.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    return new TcpProxy(url.href, server, sockets);
  }

  /** Ends every connection, and takes none until it is restored. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  restore(): void {
    this.#isCut = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
