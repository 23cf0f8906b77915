using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Text;

/// <summary>Terms hashed to columns (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009), as scikit-learn's <c>HashingVectorizer</c> does: nothing is learned and
/// no vocabulary is kept, so memory is bounded whatever the texts hold.</summary>
/// <remarks>The column is |h| mod d for h the signed 32-bit MurmurHash3 of the term's UTF-8; with alternating signs a term of negative h counts -1, so that terms that fall together cancel
/// out on average.</remarks>
public sealed record HashingVectorizer : IVectorizer
{
    /// <inheritdoc/>
    public string Name { get; init; } = "hashed terms";

    /// <summary>Which terms a text has.</summary>
    public TermRule Terms { get; init; } = new();

    /// <summary>d, how many columns there are.</summary>
    public int Width { get; init => field = Require.InRange(value, 1, 1 << 30); } = 1 << 20;

    /// <summary>Whether half of the terms count -1.</summary>
    public bool AlternateSign { get; init; } = true;

    /// <summary>Counts a term once a text.</summary>
    public bool Binary { get; init; }

    /// <summary>How long a row is made.</summary>
    public VectorNorm Norm { get; init; } = VectorNorm.L2;

    /// <inheritdoc/>
    public IFittedVectorizer Fit(IReadOnlyList<string> texts, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (!Enum.IsDefined(Norm))
            throw new TrainingException($"{Name} must have a known norm, but has {(int)Norm}.");
        return new HashingModel(Terms, Width, AlternateSign, Binary, Norm);
    }
}
