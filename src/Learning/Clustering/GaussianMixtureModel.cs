using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Clustering;

/// <summary>A density that is a sum of normal ones; a point belongs to the component most likely to have made it. Immutable.</summary>
public sealed class GaussianMixtureModel : IClustering
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "gaussian-mixture/1";

    private readonly MixtureDensity _density;

    internal GaussianMixtureModel(MixtureDensity density, double logLikelihood, int iterations) => (_density, LogLikelihood, Iterations) = (density, logLikelihood, iterations);

    /// <inheritdoc/>
    public int Clusters => _density.Weights.Length;

    /// <inheritdoc/>
    public int Dimension => _density.Dimension;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>What the covariances are.</summary>
    public MixtureShape Shape => _density.Shape;

    /// <summary>The weights (k) of the components, together 1.</summary>
    public ReadOnlySpan<double> Weights => _density.Weights;

    /// <summary>The means (k, d) of the components.</summary>
    public ReadOnlySpan<double> Means => _density.Means;

    /// <summary>The mean log-likelihood of a point of the fit, before the last step.</summary>
    public double LogLikelihood { get; }

    /// <summary>How many iterations the fit took.</summary>
    public int Iterations { get; }

    /// <inheritdoc/>
    public int Assign(ReadOnlySpan<float> point)
    {
        var rented = ArrayPool<double>.Shared.Rent(Clusters);
        var shares = rented.AsSpan(0, Clusters);
        Responsibilities(point, shares);
        var best = 0;
        for (var c = 1; c < shares.Length; c++)
            if (shares[c] > shares[best])
                best = c;
        ArrayPool<double>.Shared.Return(rented);
        return best;
    }

    /// <summary>Writes the probabilities (k) that each component made a point (d); gives the logarithm of the density there.</summary>
    public double Responsibilities(ReadOnlySpan<float> point, Span<double> shares)
    {
        Numerics.Require.SameLength(Dimension, point.Length, nameof(point));
        Numerics.Require.SameLength(Clusters, shares.Length, nameof(shares));
        var scratch = ArrayPool<double>.Shared.Rent(2 * Dimension);
        _density.LogDensities(point, shares, scratch);
        var log = MixtureDensity.Normalize(shares);
        ArrayPool<double>.Shared.Return(scratch);
        return log;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)Shape);
        writer.Array<double>(_density.Weights);
        writer.Array<double>(_density.Means);
        foreach (var factor in _density.Factors)
            writer.Array<double>(factor);
        writer.Double(LogLikelihood);
        writer.Int32(Iterations);
    }

    internal static GaussianMixtureModel Read(ModelReader reader)
    {
        var shape = (MixtureShape)reader.Int32();
        var (weights, means) = (reader.Array<double>(), reader.Array<double>());
        if (!Enum.IsDefined(shape) || weights.Length == 0 || means.Length == 0 || means.Length % weights.Length != 0 || means.Any(m => !double.IsFinite(m)) || weights.Any(w => !(w >= 0 && w <= 1)))
            throw Broken();
        var d = means.Length / weights.Length;
        var factors = new double[shape == MixtureShape.Tied ? 1 : weights.Length][];
        for (var c = 0; c < factors.Length; c++)
        {
            factors[c] = reader.Array<double>();
            if (factors[c].Length != (shape is MixtureShape.Diagonal or MixtureShape.Spherical ? d : (long)d * d) || factors[c].Any(f => !double.IsFinite(f)))
                throw Broken();
        }

        return new GaussianMixtureModel(new MixtureDensity(shape, weights, means, factors), reader.Double(), reader.Int32());
    }

    private static ModelFormatException Broken() =>
        new("A Gaussian mixture must have a weight, a mean and a factor per component, all finite. The model was not written by Bellwether; train it again.");
}
