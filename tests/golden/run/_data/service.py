"""A service for goldens: service.py PORT [NOTE]. It notes each start in the file NOTE; /end ends it a moment after its
answer, /starts/N answers how often was noted once that is N times, everything else is answered at once."""

import http.server
import os
import pathlib
import sys
import threading
import time

STARTS = pathlib.Path("starts.txt")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/end":  # once the answer is there
            threading.Timer(0.3, os._exit, [3]).start()
        wanted = int(self.path.removeprefix("/starts/")) if self.path.startswith("/starts/") else 0
        while wanted and len(STARTS.read_text()) < wanted:
            time.sleep(0.02)
        answer = f"started {len(STARTS.read_text())} times\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
if "note" in sys.argv:
    with STARTS.open("a") as file:
        file.write("x")
server.serve_forever()
