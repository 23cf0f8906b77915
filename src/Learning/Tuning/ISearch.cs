namespace Bellwether.Learning.Tuning;

/// <summary>A way to look for a good point: an options record without state. What it proposes is a function of what it knows, so that a
/// study gives the same trials at any number of threads.</summary>
public interface ISearch
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>At most how many trials it will ask for.</summary>
    int MostTrials(IReadOnlyList<Parameter> parameters);

    /// <summary>The next points, to be judged side by side; none when the search is over.</summary>
    IReadOnlyList<Proposal> Next(SearchState state);
}
