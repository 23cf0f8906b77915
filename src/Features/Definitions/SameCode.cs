using System.Reflection;

namespace Bellwether.Features.Definitions;

/// <summary>Tells whether two selectors are the same: the compiler makes a new delegate for every lambda written, so that
/// <c>p => p.Amount</c> written twice is two delegates with equal code.</summary>
/// <remarks>Two delegates are the same when they call the same method on the same target, or when their methods have equal instructions
/// and locals in the same module and type, and neither captures anything. Never wrong: at worst two equal selectors pass for
/// different ones, and their values are kept twice.</remarks>
internal static class SameCode
{
    public static bool Equal(Delegate? a, Delegate? b)
    {
        if (a is null || b is null || Equals(a, b))
            return Equals(a, b);
        var (first, second) = (a.Method, b.Method);
        if (a.GetType() != b.GetType() || first.Module != second.Module || first.DeclaringType is null || first.DeclaringType != second.DeclaringType
            || !(ReferenceEquals(a.Target, b.Target) || (Captures(a) is false && Captures(b) is false)))
            return false;
        return first.IsGenericMethod == second.IsGenericMethod && !first.IsGenericMethod && Body(first) is { } x && Body(second) is { } y
            && x.ExceptionHandlingClauses.Count == 0 && y.ExceptionHandlingClauses.Count == 0
            && x.GetILAsByteArray()!.AsSpan().SequenceEqual(y.GetILAsByteArray())
            && x.LocalVariables.Select(l => l.LocalType).SequenceEqual(y.LocalVariables.Select(l => l.LocalType));
    }

    private static bool Captures(Delegate selector) =>
        selector.Target is { } target && target.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;

    private static MethodBody? Body(MethodInfo method)
    {
        try
        {
            return method.GetMethodBody();
        }
        catch (InvalidOperationException)
        {
            return null; // made at run time: its instructions cannot be read
        }
    }
}
