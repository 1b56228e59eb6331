// Speaks Lumberjack version 2 as the Beats do, from the protocol's layout: node lumberjack.mjs PORT CA-FILE|- FILE...
// Each FILE holds one JSON object a line and is sent as one window, all of them before the first acknowledgement is read.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import { deflateSync } from 'node:zlib';

const [port, ca, ...files] = process.argv.slice(2);
const number = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const windows = files.map((file) => readFileSync(file, 'utf8').split('\n').filter((line) => line));
const socket = ca === '-'
  ? net.connect(Number(port), '127.0.0.1')
  : tls.connect({ port: Number(port), host: '127.0.0.1', ca: readFileSync(ca), servername: 'localhost' });

windows.forEach((events, index) => {
  const frames = Buffer.concat(events.map((event, at) => {
    const json = Buffer.from(event);
    return Buffer.concat([Buffer.from('2J'), number(at + 1), number(json.length), json]);
  }));
  const packed = deflateSync(frames);
  const body = index % 2 === 0 ? Buffer.concat([Buffer.from('2C'), number(packed.length), packed]) : frames;
  socket.write(Buffer.concat([Buffer.from('2W'), number(events.length), body]));
});

let received = Buffer.alloc(0);
let window = 0;
socket.on('data', (chunk) => {
  received = Buffer.concat([received, chunk]);
  for (; received.length >= 6; received = received.subarray(6)) {
    const sequence = received.readUInt32BE(2);
    if (received.toString('latin1', 0, 2) !== '2A' || sequence > windows[window].length) {
      throw new Error(`not an acknowledgement: ${received.toString('hex')}`);
    }
    if (sequence === windows[window].length && ++window === windows.length) {
      socket.end();
      process.exit(0);
    }
  }
});
socket.on('end', () => process.exit(3));
setTimeout(() => process.exit(4), 20_000);
