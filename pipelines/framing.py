"""TFRecord files byte by byte: where each record starts, whether its checksums hold, where reading can go on.

A record is its length (8 bytes, little endian), that number's masked CRC-32C (4), the data, and the data's masked
CRC-32C (4). TensorFlow's reader is the fast way through a good file; this one is for the bad ones.
"""

import gzip
import mmap
import struct
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from tf2notes.pipelines.report import BadData

HEADER, FOOTER = 12, 4
POLYNOMIAL = 0x82F63B78
COMPRESSIONS = ("", "GZIP", "ZLIB")
SUFFIXES = {".gz": "GZIP", ".gzip": "GZIP", ".zlib": "ZLIB", ".zz": "ZLIB"}


def _table():
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(POLYNOMIAL), table >> 1)
    return table


TABLE = _table()
ENTRIES = TABLE.tolist()
BLOCK = 256


def _positions():
    """[BLOCK, 256]: what a byte contributes to the CRC of a block, by its place."""
    rows = [TABLE]
    for _ in range(BLOCK - 1):
        rows.append((rows[-1] >> 8) ^ TABLE[rows[-1] & 255])
    return np.stack(rows[::-1])


POSITIONS = _positions()


def crc32c(data):
    """The CRC-32C (Castagnoli) of some bytes, unmasked."""
    crc, data = 0xFFFFFFFF, memoryview(data)
    whole = len(data) // BLOCK * BLOCK
    if whole:
        blocks = np.frombuffer(data[:whole], np.uint8).reshape(-1, BLOCK)
        for part in np.split(blocks, range(1024, len(blocks), 1024)):
            for block in np.bitwise_xor.reduce(POSITIONS[np.arange(BLOCK), part], axis=1).tolist():
                # the running CRC acts like the bytes it is xored with: the first four of the block
                crc = block ^ int(
                    POSITIONS[0, crc & 255]
                    ^ POSITIONS[1, crc >> 8 & 255]
                    ^ POSITIONS[2, crc >> 16 & 255]
                    ^ POSITIONS[3, crc >> 24]
                )
    for byte in data[whole:]:
        crc = (crc >> 8) ^ ENTRIES[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def masked_crc(data):
    """The CRC-32C as TFRecord files hold it: rotated by 15 bits and shifted by a constant."""
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def frame(data):
    """One record as it stands in a file."""
    length = struct.pack("<Q", len(data))
    return b"".join([length, struct.pack("<I", masked_crc(length)), data, struct.pack("<I", masked_crc(data))])


def compression_of(path, compression=None):
    """The compression of a file: the one given ("", "GZIP", "ZLIB"), or by its suffix if None."""
    if compression is None:
        return SUFFIXES.get(Path(path).suffix, "")
    if compression not in COMPRESSIONS:
        raise ValueError(f"compression={compression!r}: expected '', 'GZIP', 'ZLIB', or None to go by the suffix")
    return compression


def check_file(path):
    """Raises `BadData` unless the path is a file that is not empty."""
    path = Path(path)
    if not path.exists():
        raise BadData(path, "", "no such file")
    if not path.is_file():
        raise BadData(path, "", "is no file")
    if path.stat().st_size == 0:
        raise BadData(path, "", "is empty (0 bytes); expected at least one record")


@contextmanager
def opened(path, compression=""):
    """The uncompressed bytes of a file as (memory map or bytes, problem).

    The problem says where decompression stopped; it is "" if all is well. Compressed files are unpacked into a
    temporary file, so that memory stays flat.
    """
    with tempfile.TemporaryFile() if compression else open(path, "rb") as file:
        problem = _unpack(path, compression, file) if compression else ""
        if file.seek(0, 2) == 0:
            yield b"", problem
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield content, problem


def _unpack(path, compression, target):
    """Unpacks a file into another as far as it goes; returns what stopped it, or ""."""
    wbits = {"GZIP": 31, "ZLIB": 15}[compression]
    unpacker = zlib.decompressobj(wbits)
    with open(path, "rb") as packed:
        while piece := packed.read(1 << 18):
            while piece:
                before = unpacker.copy()
                try:
                    target.write(unpacker.decompress(piece))
                except zlib.error as error:
                    good = _last_bytes(before, piece, target)
                    return f"the {compression} stream is damaged at byte {packed.tell() - len(piece) + good} ({error})"
                piece = unpacker.unused_data if unpacker.eof else b""
                if piece:
                    unpacker = zlib.decompressobj(wbits)
    return "" if unpacker.eof else f"the {compression} stream is cut short at byte {Path(path).stat().st_size}"


def _last_bytes(unpacker, piece, target):
    """Unpacks a damaged piece byte by byte, so that nothing before the damage is lost; returns how many bytes went."""
    for i in range(len(piece)):
        try:
            target.write(unpacker.decompress(piece[i : i + 1]))
        except zlib.error:
            return i
    return len(piece)


def count_frames(content):
    """How many records the lengths in the headers delimit, and where they stop: the end of the file, if all is well."""
    count, offset, size, unpack = 0, 0, len(content), struct.Struct("<Q").unpack_from
    while size - offset >= HEADER + FOOTER:
        after = offset + HEADER + FOOTER + unpack(content, offset)[0]
        if after > size:
            break
        count, offset = count + 1, after
    return count, offset


def scan(path, compression="", problems=None):
    """Reads a file with all checks.

    Args:
        problems: a function called with each `BadData`; None raises the first one.

    Yields:
        (index, offset, data) of each good record. A record whose data is damaged costs itself only; after a damaged
        header the scan goes on with the next place whose checksums hold. Indices count the records as far as they can
        be told apart.
    """
    check_file(path)

    def bad(place, reason):
        error = BadData(path, place, reason)
        if problems is None:
            raise error
        problems(error)

    with opened(path, compression) as (content, problem):
        index = offset = 0
        while offset < len(content):
            place = f"record {index} (byte {offset})"
            data, after, reason = _read(content, offset)
            if reason is None:
                yield index, offset, data
            elif after is not None:
                bad(place, reason)
            else:
                after = _resync(content, offset + 1)
                lost = (after if after is not None else len(content)) - offset
                bad(place, f"{reason}; {lost} bytes are lost" + ("" if after is None else ", then records go on"))
            if after is None:
                break
            index, offset = index + 1, after
        if problem:
            bad(f"after record {index - 1}" if index else "", problem)


def _read(content, offset):
    """(data, next offset, None), or (None, next offset or None, what is wrong)."""
    left = len(content) - offset
    if left < HEADER:
        return None, None, f"{left} bytes are left; a record's header takes {HEADER}"
    header = content[offset : offset + HEADER]
    (length, found), expected = struct.unpack("<QI", header), masked_crc(header[:8])
    if found != expected:
        hint = " (the file looks gzipped: pass compression='GZIP')" if content[:2] == b"\x1f\x8b" else ""
        return None, None, f"the length's checksum is {found:08x}, expected {expected:08x}{hint}"
    end = offset + HEADER + length
    if end + FOOTER > len(content):
        return None, None, f"the record should have {length} bytes and a checksum; {left - HEADER} bytes are left"
    data = content[offset + HEADER : end]
    (found,), expected = struct.unpack("<I", content[end : end + FOOTER]), masked_crc(data)
    if found != expected:
        return None, end + FOOTER, f"the data's checksum is {found:08x}, expected {expected:08x}"
    return data, end + FOOTER, None


def _resync(content, start):
    """The first offset from `start` on where a whole good record stands, or None."""
    step = 1 << 16
    for base in range(start, len(content) - HEADER - FOOTER + 1, step):
        window = np.frombuffer(content[base : base + step + HEADER - 1], np.uint8)
        places = len(window) - HEADER + 1
        crc = np.full(places, 0xFFFFFFFF, np.uint32)
        for i in range(8):
            crc = (crc >> 8) ^ TABLE[(crc ^ window[i : i + places]) & 255]
        crc = ~crc
        masked = (crc >> 15 | crc << 17) + np.uint32(0xA282EAD8)
        held = sum(window[8 + i : 8 + i + places].astype(np.uint32) << np.uint32(8 * i) for i in range(4))
        for place in np.flatnonzero(masked == held).tolist():
            if _read(content, base + place)[2] is None:
                return base + place
    return None


def gzip_blocks(raw, path, spans):
    """Writes spans (start, stop) of a file's bytes as gzip members in a row; returns each member's offset."""
    offsets = []
    with open(raw, "rb") as source, open(path, "wb") as target:
        for start, stop in spans:
            offsets.append(target.tell())
            source.seek(start)
            target.write(gzip.compress(source.read(stop - start), 6, mtime=0))
    return offsets
