"""A real HTTP/1.1 server that writes down what it saw: when, who, what.

Paths decide the answer: /status/N answers N, /delay/MS waits, /redirect/N/REST sends N redirects that end at /REST,
/drop closes the connection, /stalls waits for the end of the planned stall while there is one (ObservedServer.stall),
anything else answers 200. The user is named by the header X-User.
"""

import asyncio
import collections
import threading
import time

Seen = collections.namedtuple("Seen", "time method path user body")


class ObservedServer:
    """Runs in a thread of its own until closed; `seen` grows in the order of arrival."""

    def __init__(self):
        self.seen = []
        self.stall = None  # (begin, end), in seconds after the first request
        self.started = time.monotonic()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the observed server did not start")

    @property
    def host(self):
        return f"http://127.0.0.1:{self.port}"

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def paths(self, user=None):
        return [s.path for s in self.seen if user is None or s.user == user]

    def _serve(self):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=4096))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _connection(self, reader, writer):
        try:
            while await self._request(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _request(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        now = time.monotonic()
        lines = head.split("\r\n")
        method, path, _ = lines[0].split(" ", 2)
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.seen.append(Seen(now, method, path, headers.get("x-user", ""), body.decode("utf-8", "replace")))
        return await self._answer(writer, method, path)

    async def _answer(self, writer, method, path):
        status, extra, text = 200, "", '{"ok":true}'
        parts = path.split("?")[0].strip("/").split("/")
        if parts[0] == "drop":
            return False
        if parts[0] == "status":
            status = int(parts[1])
        elif parts[0] == "delay":
            await asyncio.sleep(int(parts[1]) / 1000)
        elif parts[0] == "stalls" and self.stall is not None:
            now = time.monotonic() - self.seen[0].time
            if self.stall[0] <= now < self.stall[1]:
                await asyncio.sleep(self.stall[1] - now)
        elif parts[0] == "redirect":
            left = int(parts[1])
            target = "/" + "/".join(parts[2:]) if left <= 1 else f"/redirect/{left - 1}/" + "/".join(parts[2:])
            status, extra = 302, f"Location: {target}\r\n"
        if status == 204 or method == "HEAD":
            text = ""
        length = "" if status == 204 else f"Content-Length: {len(text)}\r\n"
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{extra}{length}\r\n{text}".encode())
        await writer.drain()
        return True
