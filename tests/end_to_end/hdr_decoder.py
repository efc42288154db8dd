"""Reads HdrHistogram logs, written from the format's description alone (HdrHistogram 2.1: V2 encoding, log 1.3)."""

import base64
import struct
import zlib


def zigzag(data, at):
    value = 0
    for i in range(9):
        byte = data[at]
        at += 1
        if i == 8:
            value |= byte << 56
            break
        value |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            break
    return (value >> 1) ^ -(value & 1), at


def decode(text):
    """{lowest value of a bucket: count} of a base64 histogram."""
    data = base64.b64decode(text, validate=True)
    cookie, length = struct.unpack(">ii", data[:8])
    assert cookie & ~0xF0 == 0x1C849304, hex(cookie)
    payload = zlib.decompress(data[8:8 + length])
    assert len(data) == 8 + length
    cookie, size, offset, digits, lowest, highest, ratio = struct.unpack(">iiiiqqd", payload[:40])
    assert cookie & ~0xF0 == 0x1C849303, hex(cookie)
    assert (offset, digits, lowest, ratio) == (0, 3, 1, 1.0) and len(payload) == 40 + size
    half = 1024  # 3 digits: 2 * 10^3 values at unit resolution, the next power of two is 2048
    counts, at, index = {}, 40, 0
    while at < len(payload):
        number, at = zigzag(payload, at)
        if number < 0:
            index += -number
            continue
        if number:
            bucket, sub = (index >> 10) - 1, (index & (half - 1)) + half
            if bucket < 0:
                bucket, sub = 0, sub - half
            counts[sub << bucket] = number
            assert sub << bucket <= highest
        index += 1
    return counts


def read_log(path):
    """[(tag or None, begin, length, maximum, counts)]"""
    lines = path.read_text().splitlines()
    assert lines[0] == "#[Histogram log format version 1.3]"
    intervals = []
    for line in lines:
        if line.startswith(("#", '"')):
            continue
        fields = line.split(",")
        tag = fields.pop(0).removeprefix("Tag=") if fields[0].startswith("Tag=") else None
        assert tag is None or " " not in tag
        begin, length, maximum = map(float, fields[:3])
        intervals.append((tag, begin, length, maximum, decode(fields[3])))
    return intervals
