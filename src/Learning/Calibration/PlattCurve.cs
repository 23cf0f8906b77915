using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Calibration;

/// <summary>p = 1 / (1 + exp(-(Slope · log-odds(score) + Offset))).</summary>
internal sealed record PlattCurve(double Slope, double Offset) : ICalibrationCurve
{
    /// <inheritdoc/>
    public CalibrationMethod Method => CalibrationMethod.Platt;

    /// <summary>False when the scores go the wrong way round: the slope is then negative.</summary>
    public bool IsAscending => Slope >= 0;

    /// <inheritdoc/>
    public double Apply(double score) => RowScores.Sigmoid((Slope * RowScores.LogOdds(score)) + Offset);

    /// <summary>Newton's method with halving, on targets (N₊ + 1) / (N₊ + 2) and 1 / (N₋ + 2) (Platt 1999; Lin, Lin and Weng 2007).</summary>
    public static PlattCurve Fit(ReadOnlySpan<double> scores, Dataset rows)
    {
        var (positive, negative) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            if (rows.Labels[i] == 1)
                positive += rows.Weight(i);
            else
                negative += rows.Weight(i);
        }

        var (high, low) = ((positive + 1) / (positive + 2), 1 / (negative + 2));
        var (slope, offset) = (0.0, Math.Log((positive + 1) / (negative + 1)));
        var loss = Loss(scores, rows, high, low, slope, offset);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var (gs, go, hss, hso, hoo) = (0.0, 0.0, 1e-12, 0.0, 1e-12);
            for (var i = 0; i < scores.Length; i++)
            {
                var (x, w) = (RowScores.LogOdds(scores[i]), rows.Weight(i));
                var p = RowScores.Sigmoid((slope * x) + offset);
                var (g, h) = (w * (p - (rows.Labels[i] == 1 ? high : low)), w * p * (1 - p));
                (gs, go, hss, hso, hoo) = (gs + (g * x), go + g, hss + (h * x * x), hso + (h * x), hoo + h);
            }

            var determinant = (hss * hoo) - (hso * hso);
            if (Math.Abs(gs) + Math.Abs(go) < 1e-10 * scores.Length || !(determinant > 0))
                break;
            var (ds, d0) = (-((hoo * gs) - (hso * go)) / determinant, -((hss * go) - (hso * gs)) / determinant);
            var step = 1.0;
            for (; step > 1e-8; step /= 2)
                if (Loss(scores, rows, high, low, slope + (step * ds), offset + (step * d0)) is var there && there < loss + (1e-4 * step * ((gs * ds) + (go * d0))))
                {
                    (slope, offset, loss) = (slope + (step * ds), offset + (step * d0), there);
                    break;
                }

            if (step <= 1e-8)
                break;
        }

        return new PlattCurve(slope, offset);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Double(Slope);
        writer.Double(Offset);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PlattCurve Read(ModelReader reader)
    {
        var curve = new PlattCurve(reader.Double(), reader.Double());
        return double.IsFinite(curve.Slope) && double.IsFinite(curve.Offset)
            ? curve
            : throw new ModelFormatException("Platt's curve must have a finite slope and offset. The model was not written by Bellwether; train it again.");
    }

    private static double Loss(ReadOnlySpan<double> scores, Dataset rows, double high, double low, double slope, double offset)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var (target, z) = (rows.Labels[i] == 1 ? high : low, (slope * RowScores.LogOdds(scores[i])) + offset);
            sum += rows.Weight(i) * (Math.Max(z, 0) - (target * z) + Math.Log(1 + Math.Exp(-Math.Abs(z))));
        }

        return sum;
    }
}
