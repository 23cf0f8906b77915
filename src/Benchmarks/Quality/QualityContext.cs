using Bellwether.Data.Models;
using Bellwether.Numerics.Random;

namespace Bellwether.Benchmarks.Quality;

/// <summary>What a quality case may use.</summary>
/// <param name="Data">The folder of the case's data.</param>
/// <param name="Seed">All randomness.</param>
/// <param name="Threads">How many threads may work.</param>
/// <param name="Progress">Told which method is being fitted.</param>
/// <param name="CancellationToken">Stops between methods.</param>
public sealed record QualityContext(string Data, Seed Seed, int Threads, IProgress<string> Progress, CancellationToken CancellationToken)
{
    /// <summary>The context of one fit.</summary>
    public FitContext Fit => new(Seed) { Threads = Threads, CancellationToken = CancellationToken };

    /// <summary>The path of a file of the data.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public string File(string name)
    {
        var path = Path.Combine(Data, name);
        return System.IO.File.Exists(path) ? path : throw new FileNotFoundException($"The quality bench needs '{name}' in '{Data}'. Give the folder of the data library with --data.", path);
    }
}
