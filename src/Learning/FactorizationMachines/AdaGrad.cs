using System.Numerics;
using System.Runtime.InteropServices;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>Gradient steps with a rate per parameter: rate / sqrt(1 + sum of squared gradients) (Duchi, Hazan and Singer, 2011; the 1 as in libffm).</summary>
internal static class AdaGrad
{
    private const float Largest = 1e15f;

    /// <summary>One parameter.</summary>
    public static void Step(ref float parameter, ref float squares, float gradient, float rate)
    {
        gradient = Math.Clamp(gradient, -Largest, Largest);
        squares = Math.Min(squares + (gradient * gradient), Largest * Largest);
        parameter -= rate * gradient / MathF.Sqrt(squares);
    }

    /// <summary>Parameters (k), whose gradients are along · a + itself · b: element by element, so the same bits with any instruction set.</summary>
    public static void Step(Span<float> parameters, Span<float> squares, ReadOnlySpan<float> along, float a, float b, float rate)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        var sums = MemoryMarshal.Cast<float, Vector<float>>(squares);
        var directions = MemoryMarshal.Cast<float, Vector<float>>(along);
        var (low, high, most) = (new Vector<float>(-Largest), new Vector<float>(Largest), new Vector<float>(Largest * Largest));
        for (var i = 0; i < wide.Length; i++)
        {
            var gradient = Vector.Min(high, Vector.Max(low, (directions[i] * a) + (wide[i] * b)));
            sums[i] = Vector.Min(most, sums[i] + (gradient * gradient));
            wide[i] -= gradient * rate / Vector.SquareRoot(sums[i]);
        }

        for (var i = wide.Length * Vector<float>.Count; i < parameters.Length; i++)
            Step(ref parameters[i], ref squares[i], (along[i] * a) + (parameters[i] * b), rate);
    }
}
