using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Anomaly;

/// <summary>Training rows with the density around each; the score is the local outlier factor, and the more, the more anomalous. Immutable.</summary>
public sealed class LocalOutlierModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "local-outlier-factor/1";

    private readonly PointSpace _space;
    private readonly NeighbourIndex _index;
    private readonly int _k;
    private readonly double[] _reach;
    private readonly double[] _densities;
    private readonly double[] _factors;

    internal LocalOutlierModel(PointSpace space, NeighbourIndex index, int k, double[] reach, double[] densities, double[] factors) =>
        (_space, _index, _k, _reach, _densities, _factors) = (space, index, k, reach, densities, factors);

    /// <inheritdoc/>
    public FeatureSchema Schema => _space.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Score;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The factors (n) of the training rows of positive weight, each among the others.</summary>
    public ReadOnlySpan<double> TrainingFactors => _factors;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        Numerics.Require.SameLength(Schema.Count, features.Length, nameof(features));
        var rentedPoint = ArrayPool<float>.Shared.Rent(_space.Dimension);
        var rented = ArrayPool<Neighbour>.Shared.Rent(_k);
        var point = rentedPoint.AsSpan(0, _space.Dimension);
        _space.Encode(features, point);
        var found = rented.AsSpan(0, _k);
        _index.Nearest(point, found);
        var factor = RowScores.Finite(Factor(found, Density(found, _reach), _densities));
        ArrayPool<float>.Shared.Return(rentedPoint);
        ArrayPool<Neighbour>.Shared.Return(rented);
        return factor;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _space.Write(writer);
        writer.Array(_index.Points.Values);
        writer.Int32(_k);
        writer.Array<double>(_reach);
        writer.Array<double>(_densities);
        writer.Array<double>(_factors);
    }

    internal static LocalOutlierModel Read(ModelReader reader)
    {
        var space = PointSpace.Read(reader);
        var (points, k) = (reader.Array<float>(), reader.Int32());
        var (reach, densities, factors) = (reader.Array<double>(), reader.Array<double>(), reader.Array<double>());
        if (space.Dimension < 1 || reach.Length < 2 || points.Length != (long)reach.Length * space.Dimension || densities.Length != reach.Length || factors.Length != reach.Length || k < 1 || k > reach.Length
            || points.Any(p => !(Math.Abs(p) <= 1e15f)) || reach.Concat(densities).Concat(factors).Any(v => !(v >= 0) || !double.IsFinite(v)) || densities.Contains(0))
            throw new ModelFormatException("A local outlier model must have one point, reach, density and factor per row, finite. The model was not written by Bellwether; train it again.");
        return new LocalOutlierModel(space, new NeighbourIndex(new Vectors(points, space.Dimension)), k, reach, densities, factors);
    }

    /// <summary>The local reachability density: definition 6. As in scikit-learn 1e-10 is added, so that equal rows have a density.</summary>
    internal static double Density(ReadOnlySpan<Neighbour> found, double[] reach)
    {
        var sum = 0.0;
        foreach (var neighbour in found)
            sum += Math.Max(reach[neighbour.Row], Math.Sqrt(neighbour.SquaredDistance));
        return 1 / ((sum / found.Length) + 1e-10);
    }

    /// <summary>The local outlier factor: definition 7.</summary>
    internal static double Factor(ReadOnlySpan<Neighbour> found, double density, double[] densities)
    {
        var sum = 0.0;
        foreach (var neighbour in found)
            sum += densities[neighbour.Row] / density;
        return sum / found.Length;
    }
}
