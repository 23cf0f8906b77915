namespace Bellwether.Learning.TreeGrowth;

/// <summary>Gradients and Hessians of all rows, and the whole numbers made of them for histograms.</summary>
/// <remarks>
/// <para>Quantized training (Shi, Ke, Zheng and Liu, "Quantized Training of Gradient Boosting Decision Trees", 2022) with many more levels than
/// the paper's: <b>narrow</b> sums keep a 16-bit gradient and a 16-bit Hessian per row and add both with one 64-bit addition; the scales are
/// powers of two such that no sum over all rows can leave its 32 bits. <b>Wide</b> sums keep 31 bits of each and add in 64 bits: for few rows, and
/// where a few gradients are so much larger than the rest that 16 bits would lose those. Leaf values never come from narrow numbers but from
/// the gradients themselves.</para>
/// <para>Sums of whole numbers do not depend on their order: any number of threads gives the same trees.</para>
/// </remarks>
internal sealed class Gradients
{
    /// <summary>Below so many rows sums are wide: there is no time to be won.</summary>
    public const int NarrowRows = 32_768;

    private const double LeastMeanLevel = 64;
    private readonly int _rows;
    private long[]? _wide;

    /// <summary>Room for all rows.</summary>
    public Gradients(int rows) => _rows = rows;

    /// <summary>A (gradient, Hessian) pair per row.</summary>
    public float[] Pairs { get; private set; } = [];

    /// <summary>Whether sums are narrow.</summary>
    public bool Narrow { get; private set; }

    /// <summary>Both numbers of each row for wide sums (gradient in the lower half); null when sums are narrow.</summary>
    public long[]? Wide => Narrow ? null : _wide;

    /// <summary>What a sum of gradients is multiplied by to get back to their unit.</summary>
    public double GradientUnit { get; private set; } = 1;

    /// <summary>What a sum of Hessians is multiplied by.</summary>
    public double HessianUnit { get; private set; } = 1;

    /// <summary>Turns the pairs of some rows into whole numbers, and writes the elements that a tree is grown on.</summary>
    /// <param name="pairs">A (gradient, Hessian) pair per row.</param>
    /// <param name="sample">The rows, ascending; null for all.</param>
    /// <param name="elements">A place per row: the row number below, for narrow sums both numbers above.</param>
    /// <param name="allowNarrow">Whether narrow sums may be used at all.</param>
    /// <param name="crew">The threads.</param>
    /// <returns>How many elements there are.</returns>
    public int Quantize(float[] pairs, int[]? sample, ulong[] elements, bool allowNarrow, Crew crew)
    {
        Pairs = pairs;
        var count = sample?.Length ?? _rows;
        var (sumG, maxG, sumH, maxH) = Extent(sample, count, crew);
        var (limitG, limitH) = ((double)int.MaxValue - (count / 2) - 1, (double)uint.MaxValue - (count / 2) - 1);
        var (scaleG, scaleH) = (Power(Math.Min(short.MaxValue / maxG, limitG / sumG)), Power(Math.Min(ushort.MaxValue / maxH, limitH / sumH)));
        Narrow = allowNarrow && count >= NarrowRows && sumG / count * scaleG >= LeastMeanLevel && sumH / count * scaleH >= LeastMeanLevel;
        if (!Narrow)
        {
            (scaleG, scaleH) = (Power(int.MaxValue / maxG), Power(int.MaxValue / maxH));
            _wide ??= new long[_rows];
        }

        (GradientUnit, HessianUnit) = (1 / scaleG, 1 / scaleH);
        crew.Blocks(count, (_, from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var row = sample is null ? i : sample[i];
                var (g, h) = (Math.Round(Pairs[row * 2] * scaleG), Math.Round(Pairs[(row * 2) + 1] * scaleH));
                if (Narrow)
                {
                    elements[i] = ((ulong)(ushort)(short)g << 48) | ((ulong)(ushort)h << 32) | (uint)row;
                    continue;
                }

                elements[i] = (uint)row;
                _wide![row] = ((long)(int)h << 32) | (uint)(int)g;
            }
        });
        return count;
    }

    /// <summary>The sums of the pairs of a leaf's rows, in their order.</summary>
    public (double Gradient, double Hessian) Sum(ReadOnlySpan<ulong> elements)
    {
        var (gradient, hessian) = (0.0, 0.0);
        foreach (var element in elements)
        {
            var row = (int)(uint)element;
            (gradient, hessian) = (gradient + Pairs[row * 2], hessian + Pairs[(row * 2) + 1]);
        }

        return (gradient, hessian);
    }

    private (double SumG, double MaxG, double SumH, double MaxH) Extent(int[]? sample, int count, Crew crew)
    {
        var blocks = new (double SumG, double MaxG, double SumH, double MaxH)[(count + Crew.Block - 1) / Crew.Block];
        crew.Blocks(count, (block, from, to) =>
        {
            var (sumG, maxG, sumH, maxH) = (0.0, 0f, 0.0, 0f);
            for (var i = from; i < to; i++)
            {
                var row = sample is null ? i : sample[i];
                var (g, h) = (Math.Abs(Pairs[row * 2]), Pairs[(row * 2) + 1]);
                (sumG, maxG, sumH, maxH) = (sumG + g, Math.Max(maxG, g), sumH + h, Math.Max(maxH, h));
            }

            blocks[block] = (sumG, maxG, sumH, maxH);
        });
        var total = (SumG: 0.0, MaxG: 1e-300, SumH: 0.0, MaxH: 1e-300);
        foreach (var b in blocks)
            total = (total.SumG + b.SumG, Math.Max(total.MaxG, b.MaxG), total.SumH + b.SumH, Math.Max(total.MaxH, b.MaxH));
        return (Math.Max(total.SumG, 1e-300), total.MaxG, Math.Max(total.SumH, 1e-300), total.MaxH);
    }

    /// <summary>The greatest power of two that is not above a number.</summary>
    private static double Power(double value) => Math.ScaleB(1, Math.Clamp(Math.ILogB(value), -900, 900));
}
