namespace Bellwether.Features.Definitions;

/// <summary>Stands for the other numbers of a vector in <c>(p, f) => p.Amount / (1 + f[usual])</c>.</summary>
/// <remarks>There is never an object of it: the set reads the lambda when it is built, and puts each <c>f[...]</c> in place of the number
/// meant. What stands between the brackets is worked out once, then; it must not depend on the request.</remarks>
/// <typeparam name="TRequest">The event whose arrival asks for a vector.</typeparam>
public sealed class FeatureLookup<TRequest>
{
    private FeatureLookup()
    {
    }

    /// <summary>The number that an expression makes.</summary>
    public double this[FeatureExpression<TRequest> expression] => throw OnlyRead();

    /// <summary>The feature of this name, which must have been added before.</summary>
    public double this[string feature] => throw OnlyRead();

    private static InvalidOperationException OnlyRead() => new("A lookup is only read while a feature set is built; it cannot be called.");
}
