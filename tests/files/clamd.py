"""A small peer that speaks clamd's INSTREAM over TCP or a Unix socket. Not ClamAV: it knows EICAR alone."""

import socketserver
import struct
import threading
from contextlib import contextmanager

from tests.files.makers import EICAR


class Peer(socketserver.BaseRequestHandler):
    def handle(self):
        word = b""
        while not word.endswith(b"\0"):
            word += self.request.recv(1)
        assert word == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack(">I", self._read(4))[0]:
            body += self._read(size)
        self.server.heard.append(len(body))
        self.request.sendall(self.server.answer or self._verdict(body))

    def _read(self, size):
        found = b""
        while len(found) < size:
            more = self.request.recv(size - len(found))
            if not more:
                raise EOFError
            found += more
        return found

    @staticmethod
    def _verdict(body):
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in body else b"stream: OK\0"


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def answering(answer=b"", *, unix=None):
    """Gives the peer's address and the sizes it has heard."""
    server = _Unix(str(unix), Peer) if unix else _Tcp(("127.0.0.1", 0), Peer)
    server.answer, server.heard = answer, []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield (
            f"unix://{unix}" if unix else f"tcp://127.0.0.1:{server.server_address[1]}",
            server.heard,
        )
    finally:
        server.shutdown()
        server.server_close()
