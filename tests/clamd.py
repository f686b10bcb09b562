"""A scanner to talk to: speaks clamd's INSTREAM on a real socket and knows one virus."""

import contextlib
import socketserver
import struct
import threading

VIRUS = b"EVIL"


class Scanner:
    """`with Scanner(path)` listens there; `answer` is sent instead of a verdict when it is set."""

    def __init__(self, path):
        self.address, self.answer, self.scanned = str(path), None, []

    def __enter__(self):
        scanner = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                with contextlib.suppress(ConnectionError):
                    scanner.talk(self.rfile, self.wfile)

        self.server = socketserver.ThreadingUnixStreamServer(self.address, Talk)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def talk(self, said, answer):
        command, content = said.read(10), b""
        assert command == b"zINSTREAM\0"
        while size := struct.unpack("!L", said.read(4))[0]:
            content += said.read(size)
        self.scanned.append(content)
        verdict = b"stream: Test-Virus FOUND\0" if VIRUS in content else b"stream: OK\0"
        answer.write(verdict if self.answer is None else self.answer)
