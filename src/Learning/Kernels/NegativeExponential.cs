using System.Runtime.Intrinsics;

namespace Bellwether.Learning.Kernels;

/// <summary>exp of numbers of 0 or less, in single precision to about 1e-7: the same bits with any instruction set, which a library's function does not promise.</summary>
/// <remarks>x = n ln 2 + r, a polynomial in r, times 2ⁿ (Cephes, expf). Below -87 it gives exp(-87), about 1.6e-38; NaN becomes that too.</remarks>
internal static class NegativeExponential
{
    private const float Least = -87;

    /// <summary>Replaces each number by its exponential.</summary>
    public static void Apply(Span<float> values)
    {
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
            Of(Vector256.Create<float>(values[i..])).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] = Of(Vector256.Create(values[i]))[0];
    }

    private static Vector256<float> Of(Vector256<float> x)
    {
        var least = Vector256.Create(Least);
        x = Vector256.ConditionalSelect(Vector256.GreaterThan(x, least), x, least);
        var n = Vector256.Floor(Vector256.FusedMultiplyAdd(x, Vector256.Create(1.44269504f), Vector256.Create(0.5f)));
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), r);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        return p * Vector256.ShiftLeft(Vector256.ConvertToInt32(n) + Vector256.Create(127), 23).AsSingle();
    }
}
