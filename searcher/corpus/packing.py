"""Packing: whether a file is compressed, or an archive of others, by its first bytes.

In: the beginning of a file. Out: a name, for `unpacking.py`, which is only loaded where there is something to unpack.
"""

from __future__ import annotations

ZIP = "ZIP archive"
TAR = "tar archive"
ARCHIVES = frozenset((ZIP, TAR))

_MAGIC = {
    b"\x1f\x8b\x08": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,  # without any member
}
_FIRST_BYTES = tuple(_MAGIC)
# By suffix, that of the file inside; "" if it has one of its own before it.
PACKED_SUFFIXES = {
    ".gz": "",
    ".bz2": "",
    ".xz": "",
    ".zst": "",
    ".tgz": ".tar",
    ".tbz2": ".tar",
    ".txz": ".tar",
    ".tzst": ".tar",
    ".zip": "",
    ".tar": "",
}
_TAR_MAGIC_AT = 257
_TAR_BLOCK = 512
_TAR_CHECKSUM = slice(148, 156)
_BZIP2_BLOCK = b"\x31\x41\x59\x26\x53\x59"  # π, after the size of the blocks


def packing_of(head: bytes) -> str:
    """How a file is packed; "" if it is not.

    >>> packing_of(b"PK\\x03\\x04..."), packing_of(b"Un article.")
    ('ZIP archive', '')
    """
    if head.startswith(_FIRST_BYTES):
        if head.startswith(b"BZh") and head[4:10] not in (_BZIP2_BLOCK, b"\x17\x72\x45\x38\x50\x90"):
            return ""
        return next(name for magic, name in _MAGIC.items() if head.startswith(magic))
    return TAR if b"\0" in head[:_TAR_BLOCK] and _is_tar(head) else ""


def _is_tar(head: bytes) -> bool:
    block = head[:_TAR_BLOCK]
    if head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar":
        return True
    # Archives from before POSIX have no magic number, but a checksum of the first block.
    if len(block) < _TAR_BLOCK or not block[0]:
        return False
    try:
        written = int(block[_TAR_CHECKSUM].strip(b" \0") or b"-1", 8)
    except ValueError:
        return False
    return written == sum(block) - sum(block[_TAR_CHECKSUM]) + 8 * ord(" ")
