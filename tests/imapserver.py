"""A mailbox to fetch from: speaks as much IMAP4rev1 as a client that looks, fetches and flags needs."""

import re
import socketserver
import threading


class Mailbox:
    """`with Mailbox([raw, …])` listens; `seen` are the numbers of mails flagged so."""

    def __init__(self, mails):
        self.mails, self.seen = dict(enumerate(mails, 1)), set()

    def __enter__(self):
        box = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"* OK ready\r\n")
                for line in self.rfile:
                    tag, command, rest = (line.decode().strip() + "  ").split(" ", 2)
                    self.wfile.write(box.answer(command.upper(), rest.strip()))
                    self.wfile.write(f"{tag} OK done\r\n".encode())

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"imap://portal:secret@127.0.0.1:{self.server.server_address[1]}/INBOX"
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, command, rest):
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command == "LOGOUT":
            return b"* BYE\r\n"
        if command != "UID":
            return b""
        if rest.upper().startswith("SEARCH"):
            found = " ".join(str(uid) for uid in self.mails if uid not in self.seen)
            return f"* SEARCH {found}\r\n".encode()
        uid = int(re.search(r"\d+", rest)[0])
        if rest.upper().startswith("STORE"):
            self.seen.add(uid)
            return b""
        raw = self.mails[uid]
        part = raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n" if "[HEADER]" in rest.upper() else raw
        size = (
            f"* {uid} FETCH (UID {uid} FLAGS () RFC822.SIZE {len(raw)} BODY[] {{{len(part)}}}\r\n"
        )
        return size.encode() + part + b")\r\n"
