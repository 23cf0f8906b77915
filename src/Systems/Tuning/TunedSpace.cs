using Bellwether.Data.Models;
using Bellwether.Learning.Tuning;
using Bellwether.Systems.Ladders;

namespace Bellwether.Systems.Tuning;

/// <summary>A space that was tuned.</summary>
/// <param name="Space">What was tuned.</param>
/// <param name="Result">What was found.</param>
internal sealed record TunedSpace(SearchSpace<ILearner> Space, StudyResult<ILearner> Result)
{
    /// <summary>The best candidate as a rung of a ladder.</summary>
    public Rung Rung => new("tuned " + Space.Name, Result.Candidate);
}
