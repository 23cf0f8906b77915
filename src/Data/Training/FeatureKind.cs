namespace Bellwether.Data.Training;

/// <summary>How the numbers of one feature are to be read.</summary>
public enum FeatureKind
{
    /// <summary>A quantity: order and distance mean something. NaN is missing.</summary>
    Numeric,

    /// <summary>A category: a whole number that is only a name (see <see cref="Category"/>). NaN is missing.</summary>
    Categorical,
}
