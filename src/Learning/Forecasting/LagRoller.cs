using System.Buffers;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>Rolls models of lags into the future: one model step by step, or one per step, block by block.</summary>
internal sealed class LagRoller(LagTable table, IModel[] models)
{
    public LagTable Table => table;

    public IReadOnlyList<IModel> Models => models;

    /// <summary>Writes the values after these, of which there are at least the table's reach.</summary>
    /// <param name="known">The last values.</param>
    /// <param name="phase">The phase of the first step to come.</param>
    /// <param name="values">The steps.</param>
    public void Roll(ReadOnlySpan<double> known, int phase, Span<double> values)
    {
        known = known[^table.Reach..];
        var width = table.Schema.Count;
        var rented = ArrayPool<double>.Shared.Rent(known.Length + values.Length + width);
        var series = rented.AsSpan(0, known.Length + values.Length);
        var features = rented.AsSpan(known.Length + values.Length, width);
        known.CopyTo(series);
        for (var block = 0; block < values.Length; block += models.Length)
            for (var ahead = 1; ahead <= models.Length && block + ahead <= values.Length; ahead++)
            {
                var at = block + ahead - 1;
                var origin = table.Features(series[..(known.Length + block)], ahead, (phase + at) % table.Season, features);
                series[known.Length + at] = values[at] = ForecastOutput.Held(origin + models[ahead - 1].Predict(features));
            }

        ArrayPool<double>.Shared.Return(rented);
    }
}
