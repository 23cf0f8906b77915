"""Writes streams.json: first values of the random stream and hashes, from a second implementation in Python. Run: python3 streams.py"""
import json
M = (1 << 64) - 1
def rotl(x, k): return ((x << k) | (x >> (64 - k))) & M
def stream(seed, n):
    s = []
    x = seed
    for _ in range(4):
        x = (x + 0x9E3779B97F4A7C15) & M
        z = x
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
        s.append(z ^ (z >> 31))
    out = []
    for _ in range(n):
        out.append(str((rotl(s[1] * 5 & M, 7) * 9) & M))
        t = (s[1] << 17) & M
        s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45)
    return out
K0, K1, K2 = 0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3
def fold(a, b):
    p = a * b
    return (p >> 64) ^ (p & M)
def le(b): return int.from_bytes(b, "little")
def hash_bytes(b, seed=0):
    n = len(b)
    state = fold(seed ^ K0, K1)
    while len(b) > 16:
        state = fold(le(b[:8]) ^ K1, le(b[8:16]) ^ state)
        b = b[16:]
    if len(b) >= 8: x, y = le(b[:8]), le(b[-8:])
    elif len(b) >= 4: x, y = le(b[:4]), le(b[-4:])
    else: x, y = ((b[0] << 16) | (b[len(b) >> 1] << 8) | b[-1]) if b else 0, 0
    return fold(K2 ^ n, fold(x ^ K1, y ^ state))
texts = ["", "a", "ab", "abc", "card", "card-fraud", "0123456789abcdef", "a longer text that takes several blocks of sixteen bytes", "Grüße"]
json.dump({"streams": [[str(s), stream(s, 6)] for s in [0, 1, 42, M]],
           "hashes": [[t, str(seed), str(hash_bytes(t.encode("utf-16-le"), seed))] for t in texts for seed in [0, 7]]},
          open(__file__.replace(".py", ".json"), "w"), separators=(",", ":"))
