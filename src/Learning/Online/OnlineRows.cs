using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Online;

/// <summary>What every online learner demands of a row, and how it learns from many.</summary>
internal static class OnlineRows
{
    private const int Check = 1024;

    /// <summary>Passes over the rows in their order.</summary>
    public static ISparseModel Fit(IOnlineLearner learner, SparseDataset train, int epochs, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Probability, learner.Name, bothClasses: true);
        var trainer = learner.Begin(train.Width);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var row = 0; row < train.Rows; row++)
            {
                if (row % Check == 0)
                    context.CancellationToken.ThrowIfCancellationRequested();
                trainer.Update(train.Features.Columns(row), train.Features.Values(row), train.Labels[row], train.Weight(row));
            }

            context.Progress?.Report((epoch + 1.0) / epochs);
        }

        return trainer.Snapshot();
    }

    /// <summary>A row to learn from: columns that rise within the width, finite values, a label 0 or 1, a finite weight of 0 or more.</summary>
    /// <exception cref="ArgumentException">It is not so.</exception>
    public static void Require(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double label, double weight, int width)
    {
        Numerics.Require.SameLength(columns.Length, values.Length, nameof(values));
        if (label is not (0 or 1))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The label must be 0 or 1, but is {label}."), nameof(label));
        if (!double.IsFinite(weight) || weight < 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The weight must be finite and 0 or more, but is {weight}."), nameof(weight));
        for (var i = 0; i < columns.Length; i++)
        {
            if ((uint)columns[i] >= (uint)width || (i > 0 && columns[i] <= columns[i - 1]))
                throw new ArgumentException($"Columns must rise strictly from 0 to below {width}, but at place {i} stands {columns[i]}.", nameof(columns));
            if (!float.IsFinite(values[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Values must be finite, but column {columns[i]} has {values[i]}."), nameof(values));
        }
    }

    /// <summary>Room for at least so many places, kept from row to row.</summary>
    public static T[] Room<T>(ref T[] scratch, int length) => scratch.Length >= length ? scratch : scratch = new T[Math.Max(length, 2 * scratch.Length)];
}
