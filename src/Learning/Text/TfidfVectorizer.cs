using System.Runtime.InteropServices;
using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Text;

/// <summary>Counts of terms, weighted by how rare a term is: tf · idf (Salton and Buckley, 1988), as scikit-learn's <c>TfidfVectorizer</c> computes it. With <see cref="UseIdf"/> off and
/// <see cref="Norm"/> none it is <c>CountVectorizer</c>.</summary>
/// <remarks>idf = ln((1 + n) / (1 + texts with the term)) + 1 where smooth, else ln(n / texts) + 1. Columns are the terms in ordinal order. O(characters · run lengths); memory follows the number
/// of different terms. One thread fits; the order of texts does not matter.</remarks>
public sealed record TfidfVectorizer : IVectorizer
{
    /// <inheritdoc/>
    public string Name { get; init; } = "tf-idf";

    /// <summary>Which terms a text has.</summary>
    public TermRule Terms { get; init; } = new();

    /// <summary>Terms in fewer texts are left out.</summary>
    public int MinTexts { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Terms in a larger share of texts are left out; 1 keeps all.</summary>
    public double MaxShare { get; init => field = Require.InRange(value, 0.0, 1.0); } = 1;

    /// <summary>At most so many terms, the most frequent; 0 for all.</summary>
    public int MaxFeatures { get; init => field = Require.NotNegative(value); }

    /// <summary>Counts a term once a text.</summary>
    public bool Binary { get; init; }

    /// <summary>Takes 1 + ln(count) for a count.</summary>
    public bool SublinearTf { get; init; }

    /// <summary>Weighs terms by how rare they are.</summary>
    public bool UseIdf { get; init; } = true;

    /// <summary>Acts as if one more text held every term, so that nothing is divided by 0.</summary>
    public bool SmoothIdf { get; init; } = true;

    /// <summary>How long a row is made.</summary>
    public VectorNorm Norm { get; init; } = VectorNorm.L2;

    /// <inheritdoc/>
    public IFittedVectorizer Fit(IReadOnlyList<string> texts, FitContext context)
    {
        if (texts.Count == 0)
            throw new TrainingException($"{Name} must have at least one text, but got none.");
        if (!Enum.IsDefined(Norm))
            throw new TrainingException($"{Name} must have a known norm, but has {(int)Norm}.");
        var counts = Count(texts, context.CancellationToken);
        var kept = counts.Where(c => c.Value.Texts >= MinTexts && c.Value.Texts <= MaxShare * texts.Count).ToArray();
        if (MaxFeatures > 0 && kept.Length > MaxFeatures)
        {
            Array.Sort(kept, (a, b) => a.Value.Times != b.Value.Times ? b.Value.Times.CompareTo(a.Value.Times) : string.CompareOrdinal(a.Key, b.Key));
            kept = kept[..MaxFeatures];
        }

        if (kept.Length == 0)
            throw new TrainingException($"{Name} must find terms in {MinTexts} texts or more and at most {MaxShare:0.##} of them, but the {texts.Count} texts hold none ({counts.Count} terms before that).");
        Array.Sort(kept, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var smooth = SmoothIdf ? 1.0 : 0;
        double[] weights = [.. kept.Select(c => UseIdf ? Math.Log((texts.Count + smooth) / (c.Value.Texts + smooth)) + 1 : 1)];
        return new TfidfModel(Terms, Binary, SublinearTf, Norm, [.. kept.Select(c => c.Key)], weights);
    }

    private Dictionary<string, (int Texts, long Times, int Last)> Count(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var (counts, reader) = (new Dictionary<string, (int Texts, long Times, int Last)>(StringComparer.Ordinal), new TermReader(Terms));
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var text = 0; text < texts.Count; text++)
        {
            if ((text & 255) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            reader.Read(texts[text]);
            for (var i = 0; i < reader.Count; i++)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, reader[i], out _);
                if (count.Last != text + 1)
                    (count.Texts, count.Last) = (count.Texts + 1, text + 1);
                if (!Binary || count.Times < count.Texts)
                    count.Times++;
            }
        }

        return counts;
    }
}
