using Bellwether.Data.Models;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>What the judging of one candidate may use.</summary>
/// <param name="Seed">All randomness of the trial.</param>
/// <param name="RowShare">The share, in (0, 1], of the training rows to learn from; 1 where the candidate itself was made cheaper.</param>
/// <param name="Threads">How many threads may work.</param>
/// <param name="CancellationToken">Stops: asked by a person, or because time is up.</param>
public sealed record TrialRun(Seed Seed, double RowShare, int Threads, CancellationToken CancellationToken)
{
    /// <summary>The context of one fit.</summary>
    /// <param name="number">The number of the fit within the trial.</param>
    public FitContext Fit(int number) => new(Seed.Derive(number)) { Threads = Threads, CancellationToken = CancellationToken };
}
