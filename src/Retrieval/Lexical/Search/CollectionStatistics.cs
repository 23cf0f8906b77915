namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>What BM25 needs to know of all documents of a snapshot. Deleted documents count until their segment is written anew.</summary>
/// <param name="Documents">N.</param>
/// <param name="AverageLengths">Per field, the mean number of terms of the documents that have it; 1 where none has.</param>
internal sealed record CollectionStatistics(long Documents, double[] AverageLengths)
{
    /// <summary>ln(1 + (N - n + 0.5) / (n + 0.5)): Robertson and Sparck Jones, made positive as in Lucene.</summary>
    public double InverseDocumentFrequency(long documents) => Math.Log(1 + ((Documents - documents + 0.5) / (documents + 0.5)));
}
