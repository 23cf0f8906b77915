using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Calibration;

/// <summary>p = 1 / (1 + exp(-(A · ln s - B · ln(1 - s) + C))) with A and B of 0 or more.</summary>
internal sealed record BetaCurve(double A, double B, double C) : ICalibrationCurve
{
    private const double Least = 2.3e-16;

    /// <summary>Next to no penalty, as in the authors' package: it only keeps scores that separate the classes from growing for ever.</summary>
    private static readonly LogisticRegression s_fit = new() { Penalty = Penalty.L2(1e-11), Standardize = false };

    /// <inheritdoc/>
    public CalibrationMethod Method => CalibrationMethod.Beta;

    /// <inheritdoc/>
    public bool IsAscending => true;

    /// <inheritdoc/>
    public double Apply(double score) => RowScores.Sigmoid((A * LogOf(score)) + (B * LogOfRest(score)) + C);

    /// <summary>Logistic regression on ln s and -ln(1 - s); a coefficient below 0 is set to 0 and the other fitted again, so that the curve
    /// ascends (Kull, Silva Filho and Flach 2017, section 4).</summary>
    public static BetaCurve Fit(ReadOnlySpan<double> scores, Dataset rows, FitContext context)
    {
        var (low, high) = (new double[scores.Length], new double[scores.Length]);
        for (var i = 0; i < scores.Length; i++)
            (low[i], high[i]) = (LogOf(scores[i]), LogOfRest(scores[i]));
        var both = Regress(rows, context, low, high);
        if (both is [>= 0, >= 0, _])
            return new BetaCurve(both[0], both[1], both[2]);
        var one = both[0] < 0 ? Regress(rows, context, high) : Regress(rows, context, low);
        if (one[0] < 0)
            return new BetaCurve(0, 0, RowScores.LogOdds(TrainingRows.MeanLabel(rows)));
        return both[0] < 0 ? new BetaCurve(0, one[0], one[1]) : new BetaCurve(one[0], 0, one[1]);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Double(A);
        writer.Double(B);
        writer.Double(C);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static BetaCurve Read(ModelReader reader)
    {
        var curve = new BetaCurve(reader.Double(), reader.Double(), reader.Double());
        return curve.A is >= 0 and < double.PositiveInfinity && curve.B is >= 0 and < double.PositiveInfinity && double.IsFinite(curve.C)
            ? curve
            : throw new ModelFormatException("A beta curve must have two finite numbers of 0 or more and a finite third. The model was not written by Bellwether; train it again.");
    }

    /// <summary>The coefficients of logistic regression on these columns, then the intercept.</summary>
    private static double[] Regress(Dataset rows, FitContext context, params double[][] columns)
    {
        var schema = new FeatureSchema(columns.Select((_, i) => new FeatureSpec(i == 0 ? "first" : "second")));
        var model = (LinearModel)s_fit.Fit(rows.WithColumns(schema, columns), context with { Validation = null, Progress = null });
        return [.. columns.Select((_, i) => model.Coefficient(i)), model.Intercept];
    }

    private static double LogOf(double score) => Math.Log(Math.Clamp(score, Least, 1));

    private static double LogOfRest(double score) => -Math.Log(Math.Clamp(1 - score, Least, 1));
}
