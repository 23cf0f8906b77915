"""Writes unicode.json: texts in the four normalization forms, by Python's unicodedata.

usage: make_unicode.py unicode.json
"""
import json
import random
import sys
import unicodedata

random.seed(1)
interesting = [c for p in range(0x110000) if not 0xD800 <= p < 0xE000 for c in [chr(p)]
               if unicodedata.normalize("NFKD", c) != c or unicodedata.combining(c) or unicodedata.normalize("NFC", c) != c]
jamo = [chr(p) for p in [*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A7, 0x11C3)]]
texts = ["".join(random.choice(random.choice([interesting, jamo, "aeiouAEIO n"])) for _ in range(random.randint(1, 12))) for _ in range(120)]
json.dump([[t, *(unicodedata.normalize(f, t) for f in ("NFC", "NFD", "NFKC", "NFKD"))] for t in texts], open(sys.argv[1], "w"), separators=(",", ":"))
