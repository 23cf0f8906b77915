"""Writes unicode-forms.bin, the tables of the four normalization forms, from Python's unicodedata (Unicode 14 in Python 3.11).

usage: make_unicode_forms.py unicode-forms.bin

Layout, raw deflate around it, all numbers little-endian 32-bit: four lists, each a count and that many entries.
1 canonical decompositions, full: code point, length, code points; 2 compatibility decompositions where they differ from 1, the same;
3 canonical combining classes: code point, class; 4 primary composites: first, second, composite. Hangul is left out: it is arithmetic.
"""
import struct
import sys
import unicodedata
import zlib

points = [p for p in range(0x110000) if not 0xD800 <= p < 0xE000 and not 0xAC00 <= p < 0xD7A4]
canonical, compatible, classes, composites = [], [], [], []
for point in points:
    c = chr(point)
    nfd, nfkd = unicodedata.normalize("NFD", c), unicodedata.normalize("NFKD", c)
    if nfd != c:
        canonical.append([point, len(nfd), *map(ord, nfd)])
    if nfkd != nfd:
        compatible.append([point, len(nfkd), *map(ord, nfkd)])
    if unicodedata.combining(c):
        classes.append([point, unicodedata.combining(c)])
    parts = unicodedata.decomposition(c)
    if parts and not parts.startswith("<") and len(parts.split()) == 2 and unicodedata.normalize("NFC", c) == c:
        composites.append([*(int(p, 16) for p in parts.split()), point])
raw = b""
for entries in (canonical, compatible, classes, composites):
    raw += struct.pack("<i", len(entries)) + b"".join(struct.pack(f"<{len(e)}i", *e) for e in entries)
deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
open(sys.argv[1], "wb").write(deflate.compress(raw) + deflate.flush())
