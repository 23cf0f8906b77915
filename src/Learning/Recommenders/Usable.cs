using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Recommenders;

/// <summary>What interactions must be to be learned from.</summary>
internal static class Usable
{
    /// <summary>At least one interaction.</summary>
    /// <exception cref="TrainingException">There is none.</exception>
    public static void NotEmpty(Interactions train)
    {
        if (train.Count == 0)
            throw new TrainingException("The interactions must hold at least one pair of user and item, but hold none.");
    }

    /// <summary>At least one interaction, and every value above 0: values are weights here.</summary>
    /// <exception cref="TrainingException">That does not hold.</exception>
    public static void Positive(Interactions train)
    {
        NotEmpty(train);
        for (var user = 0; user < train.Users; user++)
            foreach (var value in train.ByUser.Values(user))
                if (!(value > 0))
                    throw new TrainingException($"The values of interactions must be above 0, because they are weights, but user {user} has {value}. Leave out what was not liked, or use a method for ratings.");
    }

    /// <summary>At least one interaction with a value other than 0, no square of which overflows a single-precision number.</summary>
    /// <exception cref="TrainingException">That does not hold.</exception>
    public static void Bounded(Interactions train)
    {
        NotEmpty(train);
        var any = false;
        foreach (var value in train.ByUser.AllValues)
        {
            any |= value != 0;
            if (Math.Abs(value) > 1e9f)
                throw new TrainingException($"The values of interactions must lie within ± 1e9, but one is {value}. Divide them all by a constant.");
        }

        if (!any)
            throw new TrainingException("The values of interactions must not all be 0.");
    }

    /// <summary>A matrix (items, items) of single-precision numbers must fit an array.</summary>
    /// <exception cref="TrainingException">It does not.</exception>
    public static void SquareFits(int items, string method)
    {
        if ((long)items * items > Array.MaxLength)
            throw new TrainingException($"{method} must hold a number for each pair of items, which works up to {(int)Math.Sqrt(Array.MaxLength)} items, but there are {items}. Leave out rare items, or use item neighbours or implicit ALS.");
    }
}
