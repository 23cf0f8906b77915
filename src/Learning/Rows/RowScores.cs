using System.Buffers;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;

namespace Bellwether.Learning.Rows;

/// <summary>Scores rows one by one with the single-vector path, so that both paths agree bit for bit.</summary>
internal static class RowScores
{
    /// <summary>Writes the scores (n) of all rows.</summary>
    /// <exception cref="ArgumentException">The schema or the length of the scores does not agree.</exception>
    public static void Predict(IModel model, Dataset data, Span<double> scores)
    {
        Check(model.Schema, data, scores.Length);
        var rented = data.Width > 256 ? ArrayPool<double>.Shared.Rent(data.Width) : null;
        var row = rented is null ? stackalloc double[256] : rented;
        row = row[..data.Width];
        for (var i = 0; i < scores.Length; i++)
        {
            data.CopyRow(i, row);
            scores[i] = model.Predict(row);
        }

        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>Writes the probabilities (n, k) of all rows.</summary>
    /// <exception cref="ArgumentException">The schema or the length does not agree.</exception>
    public static void Probabilities(IClassifier model, Dataset data, Span<double> probabilities)
    {
        Require.SameLength(checked(data.Rows * model.Classes), probabilities.Length, nameof(probabilities));
        Check(model.Schema, data, data.Rows);
        var rented = data.Width > 256 ? ArrayPool<double>.Shared.Rent(data.Width) : null;
        var row = rented is null ? stackalloc double[256] : rented;
        row = row[..data.Width];
        for (var i = 0; i < data.Rows; i++)
        {
            data.CopyRow(i, row);
            model.Probabilities(row, probabilities.Slice(i * model.Classes, model.Classes));
        }

        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The rows must have the model's schema, and there must be one score per row.</summary>
    public static void Check(FeatureSchema schema, Dataset data, int scores)
    {
        if (data.Schema.Fingerprint != schema.Fingerprint)
            throw new ArgumentException(
                $"The rows must have the schema that the model was fitted on ({schema.Count} features), but have another ({data.Schema.Count} features).", nameof(data));
        Require.SameLength(data.Rows, scores);
    }

    /// <summary>The number itself, or the largest finite one of its sign; 0 for NaN.</summary>
    public static double Finite(double value) =>
        double.IsFinite(value) ? value : double.IsNaN(value) ? 0 : Math.CopySign(double.MaxValue, value);

    /// <summary>The logistic function 1 / (1 + exp(-x)), without overflow.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0)
            return 1 / (1 + Math.Exp(-x));
        var e = Math.Exp(x);
        return e / (1 + e);
    }

    /// <summary>The log-odds of a probability, held within ±36.</summary>
    public static double LogOdds(double probability)
    {
        var p = Math.Clamp(probability, 2.3e-16, 1 - 2.3e-16);
        return Math.Log(p / (1 - p));
    }
}
