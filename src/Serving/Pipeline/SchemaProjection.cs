using System.Buffers;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Serving.Pipeline;

/// <summary>Scores the vectors of one schema with a model of another, where the model's features are all among them: so that a system
/// that gained features keeps its older models.</summary>
internal sealed class SchemaProjection
{
    private readonly IModel _model;
    private readonly IExplainingModel? _explaining;
    private readonly int[]? _places;

    /// <exception cref="ArgumentException">The model wants a feature that the schema has not.</exception>
    public SchemaProjection(IModel model, FeatureSchema schema)
    {
        (_model, _explaining) = (model, model.Explaining());
        if (model.Schema.Fingerprint == schema.Fingerprint)
            return;
        _places = [.. model.Schema.Features.Select(f => schema.IndexOf(f.Name))];
        for (var i = 0; i < _places.Length; i++)
            if (_places[i] < 0 || schema[_places[i]].Kind != model.Schema[i].Kind)
                throw new ArgumentException(
                    $"A model's features must be among the system's, but '{model.Schema[i].Name}' ({model.Schema[i].Kind}) is not. Train the model on the system's present features, or define the feature again.",
                    nameof(model));
    }

    public IModel Model => _model;

    public double Predict(ReadOnlySpan<double> vector)
    {
        if (_places is null)
            return _model.Predict(vector);
        var pooled = ArrayPool<double>.Shared.Rent(_places.Length);
        try
        {
            return _model.Predict(Project(vector, pooled));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(pooled);
        }
    }

    /// <summary>The features that moved the score most; empty for a model that cannot say.</summary>
    public IReadOnlyList<Decisions.Reason> Explain(ReadOnlySpan<double> vector, int count)
    {
        if (_explaining is not { } explaining)
            return [];
        var size = _model.Schema.Count;
        var pooled = ArrayPool<double>.Shared.Rent(2 * size);
        try
        {
            var contributions = pooled.AsSpan(size, size);
            explaining.Explain(_places is null ? vector : Project(vector, pooled), contributions);
            var reasons = new List<Decisions.Reason>(count);
            while (reasons.Count < count)
            {
                var best = -1;
                for (var i = 0; i < size; i++)
                    if (contributions[i] != 0 && (best < 0 || Math.Abs(contributions[i]) > Math.Abs(contributions[best])))
                        best = i;
                if (best < 0)
                    break;
                reasons.Add(new Decisions.Reason(_model.Schema[best].Name, contributions[best]));
                contributions[best] = 0;
            }

            return reasons;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(pooled);
        }
    }

    private ReadOnlySpan<double> Project(ReadOnlySpan<double> vector, double[] into)
    {
        for (var i = 0; i < _places!.Length; i++)
            into[i] = vector[_places[i]];
        return into.AsSpan(0, _places.Length);
    }
}
