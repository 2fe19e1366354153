"""Sends requests as fast as they are answered, on a few connections; prints what it measured.

`python -m tests.bench.load URL TOKEN PATH TO COUNT CONNECTIONS`: every request is a call of its own, from
one of a thousand callers, posted and signed. With an empty TOKEN, PATH is only read. PATH may be @ and a JSON
file of requests, each a path and a form.
"""

import json
import secrets
import socket
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator


def requests_for(url: str, token: str, path: str, to: str, count: int) -> list[bytes]:
    """Whole HTTP requests, made beforehand so that making them is not measured."""
    if not token:
        return [f"GET {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n\r\n".encode()] * count
    return [post(url, token, path, _call(to)) for _ in range(count)]


def post(url: str, token: str, path: str, form: dict[str, str]) -> bytes:
    """One signed request."""
    body = urlencode(form).encode()
    signature = RequestValidator(token).compute_signature(url + path, form)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _call(to: str) -> dict[str, str]:
    """A new call."""
    return {
        "CallSid": f"CA{secrets.token_hex(16)}",
        "AccountSid": "AC" + "0" * 32,
        "From": f"+447700900{secrets.randbelow(1000):03}",
        "To": to,
        "CallStatus": "ringing",
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
    }


def post_all(url: str, posts: list[bytes], took: list[float], refused: list[int]) -> None:
    """Send one after another on one connection."""
    parts = urlsplit(url)
    connection = socket.create_connection((parts.hostname, parts.port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for post in posts:
        began = time.perf_counter()
        connection.sendall(post)
        status = answer(connection)
        took.append(time.perf_counter() - began)
        if status != 200:
            refused.append(status)
    connection.close()


def answer(connection: socket.socket) -> int:
    """Read one response whole; its status."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split(b" ", 2)[1])


def main() -> None:
    """Measure, and print one JSON object."""
    url, token, path, to, count, connections = sys.argv[1:]
    each = int(count) // int(connections)
    if path.startswith("@"):
        posts = [post(url, token, *one) for one in json.loads(Path(path[1:]).read_text())]
        plans = [posts[place :: int(connections)] for place in range(int(connections))]
    else:
        plans = [requests_for(url, token, path, to, each) for _ in range(int(connections))]
    took: list[float] = []
    refused: list[int] = []
    threads = [threading.Thread(target=post_all, args=(url, plan, took, refused)) for plan in plans]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    took.sort()
    print(  # noqa: T201  (it is what the program is for)
        json.dumps(
            {
                "rate": len(took) / elapsed,
                "p50": took[len(took) // 2] * 1000,
                "p99": took[len(took) * 99 // 100] * 1000,
                "worst": took[-1] * 1000,
                "refused": len(refused),
            }
        )
    )


if __name__ == "__main__":
    main()
