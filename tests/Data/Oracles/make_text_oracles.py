"""Writes porter2.json (word -> stem) and folds.json (text -> text without accents) for the tests of src/Data/Text.

usage: make_text_oracles.py FILE...      text files, plain or gzip, whose words become the vocabulary (every 7th of the sorted words, 3,000 at most)
Needs Debian's python3-nltk (3.8) and python3-xapian (1.4.22). A word on which the two stemmers differ is written with both stems; the tests follow xapian, which runs Snowball's
own program, and say how many there are.
"""
import gzip
import json
import re
import sys
import unicodedata

import xapian
from nltk.stem.snowball import SnowballStemmer

words = set()
for path in sys.argv[1:]:
    raw = (gzip.open if path.endswith(".gz") else open)(path, "rb").read().decode("utf-8", "replace").lower()
    words |= set(re.findall(r"[a-z]+(?:'[a-z]+)?", raw))
vocabulary = sorted(w for w in words if len(w) < 30)
chosen = vocabulary[::max(1, len(vocabulary) // 3000)]
chosen += """skis skies dying lying tying idly gently ugly early only singly sky news howe atlas cosmos bias andes inning innings outing outings canning cannings herring herrings
earring earrings proceed proceeds proceeded proceeding exceed succeeding generate generously communism arsenal consignment knack knitting hopping hoping bed shed shred luxuriate
controlling rolled national conditional rationalize hesitancy vietnamization predication operator feudalism decisiveness hopefulness callousness formality sensitivity sensibility
triplicate formative formalize electricity electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent
adoption homologous activate angularity effective bowdlerize probate rate cease controll roll by say cry boy yes youth boyish dogs' dog's 'tis 's ' '' ing eed ied ies us""".split()
nltk_stem, snowball = SnowballStemmer("english").stem, xapian.Stem("english")
stems = {}
for word in chosen:
    ours, theirs = snowball(word).decode(), nltk_stem(word)
    stems[word] = ours if ours == theirs else [ours, theirs]
json.dump(stems, open("porter2.json", "w"), ensure_ascii=False, separators=(",", ":"))
print(len(stems), "words,", sum(isinstance(s, list) for s in stems.values()), "on which nltk and xapian differ")

folds = {}
for code in [*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000)]:
    letter = chr(code)
    if unicodedata.category(letter).startswith("L"):
        bare = "".join(c for c in unicodedata.normalize("NFD", letter) if unicodedata.category(c) != "Mn")
        if bare != letter and (bare.isascii() or unicodedata.name(bare).startswith("GREEK")) and bare[0].isalpha() and unicodedata.category(bare[0]) in ("Ll", "Lu"):
            folds[letter] = bare
json.dump(folds, open("folds.json", "w"), ensure_ascii=True, separators=(",", ":"))
print(len(folds), "letters")
