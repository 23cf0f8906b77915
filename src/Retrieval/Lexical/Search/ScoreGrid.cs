namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Rounds every contribution to a multiple of one power of two, so fine that it is within 2^-51 of the best possible score and so coarse that sums of them are exact: a score does not
/// depend on the order in which its terms were added.</summary>
internal readonly struct ScoreGrid
{
    private readonly double _magic;

    /// <param name="bound">No sum will be above this.</param>
    public ScoreGrid(double bound) => _magic = Math.ScaleB(1.5, Math.ILogB(Math.Max(bound, 1e-200)) + 3);

    /// <summary>Adding and taking away a number whose last bit is the grid's step rounds to it.</summary>
    public double Magic => _magic;

    public double Round(double value) => (value + _magic) - _magic;
}
