"""A web with a host for each vice. Page 1 of every site is good; the vice is on page 2, or on what page 1 links to."""

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import sleep

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.web import OPEN_ROBOTS, Asked, Reset, Site, answer, page, review

FIRST = [review(f"1000{place}") for place in range(3)]
SECOND = [review(f"2000{place}") for place in range(3)]
BOMB = gzip.compress(b"\0" * 60_000_000)  # 60 kB on the wire
TOO_LONG = 11 * 1024 * 1024
CUT_AT = 200  # bytes of a page that arrive before its connection breaks

Vice = Callable[[Asked], bytes | Iterable[bytes]]


def second_page(vice: Vice, more: str = "/reviews?page=2") -> Site:
    """A listing whose second page is the vice."""

    def site(asked: Asked) -> bytes | Iterable[bytes]:
        if asked.path == "/robots.txt":
            return answer(OPEN_ROBOTS, kind="text/plain")
        return answer(page(FIRST, next_page=more)) if asked.path == "/reviews" else vice(asked)

    return site


def at_first(times: int, vice: Vice) -> Vice:
    """The vice for the first so many requests, then the page as it should be."""
    left = [times]

    def told(asked: Asked) -> bytes | Iterable[bytes]:
        left[0] -= 1
        return vice(asked) if left[0] >= 0 else answer(page(SECOND))

    return told


def status(code: int) -> Vice:
    return lambda asked: answer("<html><body>not now</body></html>", code)


def reset(asked: Asked) -> Iterator[bytes]:
    yield answer(page(SECOND))[:CUT_AT]
    raise Reset


def too_long_a_length(asked: Asked) -> bytes:
    return answer(page(SECOND)).replace(b"Content-Length: ", b"Content-Length: 9", 1)


def too_short_a_length(asked: Asked) -> bytes:
    body = page(SECOND).encode()
    head = (
        f"HTTP/1.1 200 Told\r\nContent-Type: text/html\r\nContent-Length: {len(body) // 2}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def drip(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 Told\r\nContent-Type: text/html\r\n\r\n"
    for _ in range(600):
        sleep(0.05)
        yield b"x"


def endless(asked: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 Told\r\nContent-Type: text/html\r\n\r\n"
    while True:
        yield b"<p>and so on</p>" * 4096


def gzip_bomb(asked: Asked) -> bytes:
    return answer(BOMB, content_encoding="gzip")


def broken_gzip(asked: Asked) -> bytes:
    return answer(b"\x1f\x8b\x08\x00not gzip at all", content_encoding="gzip")


def too_large(asked: Asked) -> Iterator[bytes]:
    yield f"HTTP/1.1 200 Told\r\nContent-Type: text/html\r\nContent-Length: {TOO_LONG}\r\n\r\n".encode()
    yield from (b"x" * 65536 for _ in range(TOO_LONG // 65536))


def to(place: str) -> Vice:
    return lambda asked: answer("", 302, location=place)


def ping_pong(asked: Asked) -> bytes:
    return answer("", 302, location="/ping" if asked.path == "/pong" else "/pong")


def ever_further(asked: Asked) -> bytes:
    return answer("", 302, location=f"{asked.path.partition('?')[0]}/on")


def nonsense(asked: Asked) -> bytes:
    return b"\x00\x01\x02 this is no HTTP\r\n\r\n"


def silence(asked: Asked) -> Iterator[bytes]:
    sleep(20)
    yield b""


def cp1252_that_says_utf8(asked: Asked) -> bytes:
    return answer(marked_up("30000").encode("cp1252"))


def lost_bytes(asked: Asked) -> bytes:
    return answer(marked_up("40000").encode().replace("aîné".encode(), "aîn".encode() + b"\xe9\xff"))


def marked_up(name: str) -> str:
    """A page in French, its letters as they are."""
    block = (
        f'<script type="application/ld+json">{{"@type": "Review", "@id": "#review-{name}", "author": "Zoé",'
        ' "reviewBody": "Le frère aîné a reçu une réponse très vite, à l’heure et même à côté."}</script>'
    )
    return f"<!doctype html><html><head>{block}</head><body></body></html>"


@contextmanager
def tls_server(folder: Path) -> Iterator[tuple[int, SimpleQueue[str]]]:
    """The port of a server whose certificate nobody signed but itself, and how each handshake with it went: told by a
    thread of its own, so to be waited for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_self_signed(folder))
    shaken: SimpleQueue[str] = SimpleQueue()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    try:
                        context.wrap_socket(connection, server_side=True).close()
                        shaken.put("trusted")
                    except OSError as error:
                        shaken.put(str(error))

        Thread(target=serve, daemon=True).start()
        yield int(listening.getsockname()[1]), shaken


def _self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "self-signed.pem"
    file.write_bytes(certificate.public_bytes(pem) + secret)
    return file
