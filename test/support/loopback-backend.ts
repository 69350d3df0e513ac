/** A backend on loopback that answers with what it received, and does odd things when its path or a header asks for them. */
import { once } from 'node:events';
import { createServer } from 'node:http';

export async function startLoopbackBackend(): Promise<{ readonly origin: string; stop(): void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url = '', rawHeaders } = request;
      const answer = request.headers['x-answer'];
      if (answer !== undefined) return void request.socket.end(Buffer.from(String(answer), 'base64'));
      if (url.includes('/hang-up')) return void request.socket.destroy();
      if (url.includes('/large')) return void response.end(Buffer.alloc(5_000_000));
      if (url.includes('/bytes')) {
        return void response
          .writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=60' })
          .end(Buffer.from([0, 255, 128]));
      }
      response.writeHead(207, { 'Content-Type': 'application/json', 'Set-Cookie': ['a=b', 'c=d'] });
      response.end(JSON.stringify({ method, url, rawHeaders, body: Buffer.concat(chunks).toString('base64') }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The backend has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
