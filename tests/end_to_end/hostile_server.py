"""A server that behaves as badly as it is asked to: the path says how."""

import socket
import struct
import threading
import time

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def head(*lines, status="200 OK"):
    return ("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""])).encode("latin-1")


def repeat(connection, data):
    """Until the other side has had enough."""
    block = data * max(1, 65536 // len(data))
    while True:
        connection.sendall(block)


class Behaviours:
    """One method for each path; `c` is the connection, which is closed afterwards."""

    def ok(self, c): c.sendall(PAGE)
    def stall(self, c): time.sleep(30)
    def stall_in_head(self, c): c.sendall(b"HTTP/1.1 200 OK\r\nContent-"), time.sleep(30)
    def stall_in_body(self, c): c.sendall(head("Content-Length: 10") + b"half "), time.sleep(30)

    def trickle_head(self, c):
        for byte in head("Content-Length: 2", "X: " + "y" * 5000):
            c.sendall(bytes([byte])), time.sleep(0.05)

    def trickle_body(self, c):
        c.sendall(head("Content-Length: 5000"))
        for _ in range(5000):
            c.sendall(b"x"), time.sleep(0.05)

    def reset(self, c): c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    def reset_in_body(self, c): c.sendall(head("Content-Length: 10") + b"half "), time.sleep(0.1), self.reset(c)
    def close(self, c): pass
    def close_in_head(self, c): c.sendall(b"HTTP/1.1 200 OK\r\nContent-")
    def close_in_body(self, c): c.sendall(head("Content-Length: 10") + b"half ")
    def close_in_chunk(self, c): c.sendall(head("Transfer-Encoding: chunked") + b"ff\r\nhalf")

    def garbage(self, c): c.sendall(bytes((7 * i * i + 13) % 256 for i in range(5000)))
    def garbage_for_ever(self, c): repeat(c, bytes(range(1, 255)))
    def zeros(self, c): repeat(c, b"\0")
    def newlines(self, c): repeat(c, b"\r\n")
    def http_0_9(self, c): c.sendall(b"<html>hello</html>")
    def http_2(self, c): c.sendall(b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x64\0\4\0\0\xff\xff\0\5\0\0\x40\0")
    def status_99(self, c): c.sendall(b"HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n")
    def status_1000(self, c): c.sendall(b"HTTP/1.1 1000 High\r\nContent-Length: 0\r\n\r\n")
    def status_none(self, c): c.sendall(b"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n")

    def headers_for_ever(self, c): c.sendall(b"HTTP/1.1 200 OK\r\n"), repeat(c, b"X-Header: value\r\n")
    def header_for_ever(self, c): c.sendall(b"HTTP/1.1 200 OK\r\nX-Header: "), repeat(c, b"value")
    def reason_for_ever(self, c): c.sendall(b"HTTP/1.1 200 "), repeat(c, b"OK ")
    def folds_for_ever(self, c): c.sendall(b"HTTP/1.1 200 OK\r\nX: y\r\n"), repeat(c, b" z\r\n")
    def header_without_colon(self, c): c.sendall(head("Content-Length: 0", "no colon here"))
    def header_with_nul(self, c): c.sendall(head("Content-Length: 0", "X: a\0b"))
    def interim_for_ever(self, c): repeat(c, b"HTTP/1.1 100 Continue\r\n\r\n")
    def hints_for_ever(self, c): repeat(c, head("Link: </a.css>; rel=preload", status="103 Early Hints"))
    def switch(self, c): c.sendall(head("Upgrade: x", "Connection: upgrade", status="101 Switching")), repeat(c, b"x")

    def length_negative(self, c): c.sendall(head("Content-Length: -5") + b"hello")
    def length_too_large(self, c): c.sendall(head("Content-Length: 99999999999999999999") + b"hello")
    def length_word(self, c): c.sendall(head("Content-Length: five") + b"hello")
    def lengths_differ(self, c): c.sendall(head("Content-Length: 5", "Content-Length: 6") + b"hello!")
    def length_and_chunks(self, c):
        c.sendall(head("Content-Length: 5", "Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\n\r\n")

    def coding_unknown(self, c): c.sendall(head("Transfer-Encoding: rot13") + b"hello")
    def chunk_huge(self, c): c.sendall(head("Transfer-Encoding: chunked") + b"fffffffffffffffff\r\nhello")
    def chunk_largest(self, c): c.sendall(head("Transfer-Encoding: chunked") + b"ffffffffffffffff\r\n"), repeat(c, b"x")
    def chunk_negative(self, c): c.sendall(head("Transfer-Encoding: chunked") + b"-5\r\nhello\r\n0\r\n\r\n")
    def chunk_word(self, c): c.sendall(head("Transfer-Encoding: chunked") + b"hello\r\n")
    def chunk_size_for_ever(self, c): c.sendall(head("Transfer-Encoding: chunked")), repeat(c, b"0")
    def chunk_extension_for_ever(self, c): c.sendall(head("Transfer-Encoding: chunked") + b"5;a="), repeat(c, b"x")
    def chunks_for_ever(self, c): c.sendall(head("Transfer-Encoding: chunked")), repeat(c, b"1\r\nx\r\n")
    def trailers_for_ever(self, c): c.sendall(head("Transfer-Encoding: chunked") + b"0\r\n"), repeat(c, b"X: y\r\n")
    def ten_gigabytes(self, c): c.sendall(head("Content-Length: 10000000000")), repeat(c, b"x" * 65536)
    def body_without_end(self, c): c.sendall(head()), repeat(c, b"x" * 65536)
    def body_after_204(self, c): c.sendall(head("Content-Length: 5", status="204 No Content") + b"hello")
    def answer_twice(self, c): c.sendall(PAGE + PAGE)

    def redirect_loop(self, c): self.redirect(c, "/redirect_loop")
    def redirect_to_file(self, c): self.redirect(c, "file:///etc/passwd")
    def redirect_to_nowhere(self, c): c.sendall(head("Content-Length: 0", status="302 Found"))
    def redirect_empty(self, c): self.redirect(c, "")
    def redirect_long(self, c): self.redirect(c, "/" + "x" * 60000)
    def redirect_garbage(self, c): self.redirect(c, "http://[::bad\xff]:99999/\\..//?#")
    def redirect_split(self, c): self.redirect(c, "/ok\rX-Injected: 1")
    def redirect_other_port(self, c): self.redirect(c, "http://127.0.0.1:1/ok")

    def redirect(self, c, where): c.sendall(head(f"Location: {where}", "Content-Length: 0", status="302 Found"))

    def cookies_many(self, c):
        c.sendall(head(*(f"Set-Cookie: c{i}={'v' * 8}; Path=/" for i in range(2500)), "Content-Length: 0"))

    def cookie_huge(self, c): c.sendall(head("Set-Cookie: huge=" + "v" * 60000, "Content-Length: 0"))

    def cookies_strange(self, c):
        c.sendall(head("Set-Cookie: ", "Set-Cookie: =", "Set-Cookie: ;;;;", "Set-Cookie: a=b; Domain=com",
                       "Set-Cookie: evil=1; Domain=example.com", "Set-Cookie: n\x01=\x7f\x02; Path=/",
                       "Set-Cookie: late=1; Expires=Thu, 99 Foo 99999 99:99:99 GMT; Max-Age=99999999999999999999",
                       "Set-Cookie: secure=1; Secure", "Set-Cookie: p=1; Path=" + "/x" * 4000, "Content-Length: 0"))


class HostileServer:
    """Answers each connection in a thread, until closed; `seen` holds the heads of all requests."""

    def __init__(self):
        self.seen = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        self.host = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def requests(self, path):
        return [text for text in self.seen if text.split(" ")[1] == path]

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                request = self._read_head(connection)
                if not request:
                    return
                self.seen.append(request)
                name = request.split(" ")[1].lstrip("/").partition("?")[0]
                getattr(Behaviours(), name, Behaviours().ok)(connection)
            except OSError:
                pass  # the other side went away: what many of these tests wait for

    @staticmethod
    def _read_head(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            block = connection.recv(65536)
            if not block:
                return ""
            data += block
        return data.decode("latin-1")
