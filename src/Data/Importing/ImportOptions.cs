using Bellwether.Data.Tables;
using Bellwether.Numerics;

namespace Bellwether.Data.Importing;

/// <summary>How an import treats its file and the rows that are no events.</summary>
public sealed record ImportOptions
{
    /// <summary>How the file is read.</summary>
    public TableFileOptions File { get; init; } = new();

    /// <summary>Whether rows that are refused are left out and counted; by default they end the import.</summary>
    public bool SkipRejected { get; init; }

    /// <summary>How many refused rows are listed; without <see cref="SkipRejected"/> also how many end the import at once. 20 by default.</summary>
    public int MaximumListed { get; init => field = Require.Positive(value); } = 20;
}
