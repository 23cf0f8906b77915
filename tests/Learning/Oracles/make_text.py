"""Writes text.json: what scikit-learn's vectorizers make of a few texts (Debian's python3-sklearn 1.2.1).

usage: make_text.py text.json
"""
import json
import sys

from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer

texts = [
    "The quick brown fox jumps over the lazy dog.", "The dog sleeps; the fox does not sleep!", "Café au lait, déjà vu — naïve façade",
    "a b c dog_2 x1 3.14 dog dog dog", "", "   ", "Ünïcode ß ΑΒΓ привет мир 東京 is not Tokyo", "fox\tfox\n\nfox  dog",
]
cases = {
    "plain": TfidfVectorizer(),
    "sublinear": TfidfVectorizer(sublinear_tf=True, smooth_idf=False, norm="l1"),
    "bigrams": TfidfVectorizer(ngram_range=(1, 2), min_df=2, norm=None),
    "common": TfidfVectorizer(max_df=0.3, binary=True),
    "count": CountVectorizer(max_features=3),
    "stop": CountVectorizer(stop_words=["the", "not", "is"], ngram_range=(2, 2)),
    "char": TfidfVectorizer(analyzer="char", ngram_range=(2, 3)),
    "char_wb": TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), use_idf=False),
    "accents": TfidfVectorizer(strip_accents="unicode"),
    "hashing": HashingVectorizer(n_features=64),
    "hashing_plain": HashingVectorizer(n_features=1024, alternate_sign=False, norm="l1", ngram_range=(1, 2)),
}
out = {"texts": texts, "cases": {}}
for name, vectorizer in cases.items():
    matrix = vectorizer.fit_transform(texts).tocsr()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    terms = [] if name.startswith("hashing") else vectorizer.get_feature_names_out().tolist()
    out["cases"][name] = {"terms": terms, "starts": matrix.indptr.tolist(), "columns": matrix.indices.tolist(), "values": [round(float(v), 9) for v in matrix.data]}
json.dump(out, open(sys.argv[1], "w"), ensure_ascii=False, separators=(",", ":"))
