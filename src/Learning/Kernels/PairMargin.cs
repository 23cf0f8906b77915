using Bellwether.Data.Formats;

namespace Bellwether.Learning.Kernels;

/// <summary>The margin between two classes: a sum over some of the support vectors.</summary>
/// <param name="First">The class above 0.</param>
/// <param name="Second">The other class.</param>
/// <param name="Places">Which support vectors.</param>
/// <param name="Coefficients">How much each counts.</param>
/// <param name="Intercept">What is added.</param>
internal sealed record PairMargin(int First, int Second, int[] Places, double[] Coefficients, double Intercept)
{
    /// <summary>The margin for the kernels with all support vectors.</summary>
    public double Of(ReadOnlySpan<float> values)
    {
        var sum = Intercept;
        for (var i = 0; i < Places.Length; i++)
            sum += Coefficients[i] * values[Places[i]];
        return sum;
    }

    /// <summary>Writes everything.</summary>
    public void Write(ModelWriter writer)
    {
        writer.Int32(First);
        writer.Int32(Second);
        writer.Array<int>(Places);
        writer.Array<double>(Coefficients);
        writer.Double(Intercept);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PairMargin Read(ModelReader reader, int classes, int vectors)
    {
        var (first, second, places, coefficients, intercept) = (reader.Int32(), reader.Int32(), reader.Array<int>(), reader.Array<double>(), reader.Double());
        return first >= 0 && first < second && second < classes && places.Length == coefficients.Length && places.All(p => p >= 0 && p < vectors)
            && coefficients.All(double.IsFinite) && double.IsFinite(intercept)
            ? new PairMargin(first, second, places, coefficients, intercept)
            : throw new ModelFormatException("A margin must be between two classes, over support vectors that exist. The model was not written by Bellwether; train it again.");
    }
}
