namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>The parts of a segment, in the order of its file.</summary>
internal enum SegmentSection
{
    /// <summary>Counts: documents, terms, fields, whether positions are kept; per field the sum of lengths and the documents that have it.</summary>
    Counts,

    /// <summary>Terms per field and document: 32 bits each, field by field.</summary>
    Lengths,

    /// <summary>Where each key ends among the key bytes: 64 bits each, and one 0 before.</summary>
    KeyOffsets,

    /// <summary>The keys in UTF-8.</summary>
    KeyBytes,

    /// <summary>A hash table from key to document + 1; 0 is an empty place.</summary>
    KeyTable,

    /// <summary>Where each term ends among the term bytes, and one 0 before.</summary>
    TermOffsets,

    /// <summary>The terms in UTF-8, sorted by their bytes.</summary>
    TermBytes,

    /// <summary>What is known of each term: in how many documents it is (32 bits, then 32 of padding), where its postings and positions begin, its impacts.</summary>
    Terms,

    /// <summary>Documents and frequencies.</summary>
    Postings,

    /// <summary>Positions, which only phrase queries read.</summary>
    Positions,
}
