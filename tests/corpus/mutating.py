"""Mutating: files as chance and malice make them of good ones; the same for the same seed.

In: bytes and a number. Out: other bytes.
"""

from __future__ import annotations

from random import Random

# What means something to one reader or another.
TOKENS = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\r",
        b"\n\n",
    ),
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"]]>",
        b"<![CDATA[",
        b"&",
        b"&#x110000;",
        b'"',
        b"'",
        b"{",
        b"}",
        b"[",
        b"]",
    ),
    *(b"\\ud800", b"---\n", b"\nFrom a 00:00\n", b"WARC/1.0\r\n", b"=?utf-8?q?=", b"9" * 400),
    *(b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n"),
    *(b"stream\n", b"endobj", b"/Kids[3 0 R]", b"%PDF-"),
)


def mutate(data: bytes, seed: int) -> bytes:
    """Change a file in one to eight places."""
    random = Random(seed)
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(changed) + 1)
        match random.randrange(7):
            case 0:
                changed[at : at + random.randint(1, 40)] = b""
            case 1:
                changed[at:at] = random.choice(TOKENS)
            case 2:
                changed[at : at + 4] = random.choice(TOKENS)
            case 3:
                changed[at:at] = random.randbytes(random.randint(1, 20))
            case 4:
                if at < len(changed):
                    changed[at] ^= 1 << random.randrange(8)
            case 5:
                stretch = changed[at : at + random.randint(1, 400)]
                other = random.randrange(len(changed) + 1)
                changed[other:other] = stretch * random.randint(1, 20)
            case _:
                del changed[random.randrange(len(changed) // 2, len(changed) + 1) :]
    return bytes(changed)
