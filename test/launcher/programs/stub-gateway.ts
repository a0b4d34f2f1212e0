// Stands in for the gateway in tests of `npm start`: ready at once, and tells what it was given.
import { createServer } from 'node:http';
import { loadConfig } from '../../../config/config.js';

const config = loadConfig();
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ...config, pid: process.pid }));
});
server.listen(config.port, config.host);
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
