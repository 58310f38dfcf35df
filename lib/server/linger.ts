import type { Socket } from 'node:net'

/** Seconds that a connection is still read from after its last answer. */
const LINGER = 2

/**
 * For `http.on('connection', …)`. A refusal needs no body, so an answer can be there before the body is. Closing on bytes that nobody
 * has read makes TCP reset the connection, and a client that asked for `Connection: close`, as proxies do, loses the answer. RFC 9112,
 * section 9.6: say goodbye, go on reading, close when the client has.
 */
export function linger(socket: Socket): void {
  // What Node.js calls on a connection whose last answer is written.
  socket.destroySoon = () => {
    const timer = setTimeout(() => socket.destroy(), LINGER * 1000).unref()
    socket.once('close', () => clearTimeout(timer))
    socket.end()
  }
}
