"""Indexes documents of numbered words with xapian, times top-10 queries, and prints one line of JSON.

usage: xapian_peer.py DOCUMENTS QUERIES FOLDER
Both files: per list its length, then word numbers, as 32-bit integers. Needs Debian's python3-xapian (1.4.22) and python3-numpy. The index is in memory: in a folder of /dev/shm where there is one.
Only get_mset is timed, the best of four rounds per query; BM25 with k1 1.2, b 0.75 and no lower limit of the normalised length.
"""
import json
import os
import shutil
import sys
import tempfile
import time

import numpy as np
import xapian


def lists(path):
    numbers = np.fromfile(path, dtype=np.int32)
    at = 0
    while at < len(numbers):
        yield numbers[at + 1:at + 1 + numbers[at]]
        at += 1 + numbers[at]


folder = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else sys.argv[3])
try:
    started = time.perf_counter()
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OPEN | xapian.DB_NO_SYNC | xapian.DB_DANGEROUS)
    os.environ["XAPIAN_FLUSH_THRESHOLD"] = "1000000"
    waited = 0.0
    for words in lists(sys.argv[1]):
        counting = time.perf_counter()
        terms, counts = np.unique(words, return_counts=True)
        pairs = [(b"t%d" % t, int(c)) for t, c in zip(terms.tolist(), counts.tolist())]
        waited += time.perf_counter() - counting
        document = xapian.Document()
        for term, count in pairs:
            document.add_term(term, count)
        database.add_document(document)
    database.commit()
    database.close()
    result = dict(indexSeconds=time.perf_counter() - started - waited, bytes=sum(os.path.getsize(os.path.join(folder, f)) for f in os.listdir(folder)), version=xapian.version_string())
    database = xapian.Database(folder)
    enquire = xapian.Enquire(database)
    enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 1, 0.75, 0))
    queries = [[b"t%d" % t for t in words.tolist()] for words in lists(sys.argv[2])]
    for name, operator in (("any", xapian.Query.OP_OR), ("all", xapian.Query.OP_AND)):
        best, top = [1e18] * len(queries), [[] for _ in queries]
        for _ in range(4):
            for i, words in enumerate(queries):
                enquire.set_query(xapian.Query(operator, words))
                at = time.perf_counter()
                found = enquire.get_mset(0, 10)
                best[i] = min(best[i], (time.perf_counter() - at) * 1e6)
                if not top[i]:
                    top[i] = [m.docid - 1 for m in found]
        result[name] = dict(microseconds=best, top=top)
    print(json.dumps(result))
finally:
    shutil.rmtree(folder)
