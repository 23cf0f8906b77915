using Bellwether.Data.Models;

namespace Bellwether.Systems.Ladders;

/// <summary>One rung of a ladder: a recipe under a name, from the simplest up.</summary>
/// <param name="Name">Its name in tables, e.g. <c>velocity rules</c>.</param>
/// <param name="Learner">The recipe.</param>
public sealed record Rung(string Name, ILearner Learner)
{
    /// <summary>A rung named as its recipe.</summary>
    public Rung(ILearner learner)
        : this(learner.Name, learner)
    {
    }
}
