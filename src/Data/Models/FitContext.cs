using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Models;

/// <summary>What a fit may use beside the rows.</summary>
/// <param name="Seed">All randomness of the fit.</param>
public sealed record FitContext(Seed Seed)
{
    /// <summary>Rows for early stopping; null to do without. Never the rows on which the model is judged afterwards.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>How many threads may work; the result does not depend on it.</summary>
    public int Threads { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Told now and then how far the fit has come, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Checked once per epoch, tree or block.</summary>
    public CancellationToken CancellationToken { get; init; }
}
