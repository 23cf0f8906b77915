using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Splitting;

/// <summary>A way to cut rows into folds for cross-validation: a record without state. No row of a fold's test is in its train.</summary>
public interface ISplitter
{
    /// <summary>Cuts rows (n) into folds. The same rows and seed give the same folds.</summary>
    /// <param name="rows">The rows; only labels, times and groups are looked at, or the column that a splitter names.</param>
    /// <param name="seed">The draw, for splitters that draw.</param>
    /// <exception cref="TrainingException">The rows cannot be cut so: fewer than folds, one group only, no time between them.</exception>
    IReadOnlyList<Fold> Split(Dataset rows, Seed seed);
}
