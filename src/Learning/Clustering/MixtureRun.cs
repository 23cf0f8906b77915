using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>One run of expectation and maximization.</summary>
internal sealed class MixtureRun
{
    private const int Rows = 512;

    private readonly GaussianMixture _options;
    private readonly Vectors _points;
    private readonly ParallelOptions _parallel;
    private readonly double[] _shares;
    private readonly int _k;
    private readonly int _d;

    public MixtureRun(GaussianMixture options, Vectors points, FitContext context)
    {
        (_options, _points, _k, _d) = (options, points, options.Components, points.Dimension);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        _shares = new double[checked(points.Count * _k)];
    }

    /// <summary>Iterates from hard clusters to the end.</summary>
    public GaussianMixtureModel Fit(CentroidClustering start)
    {
        for (var row = 0; row < _points.Count; row++)
            _shares[(row * _k) + start.Assign(_points[row])] = 1;
        var (density, bound, iterations, settled) = (Maximize(), double.NegativeInfinity, 0, false);
        while (iterations < _options.MaxIterations && !settled)
        {
            _parallel.CancellationToken.ThrowIfCancellationRequested();
            iterations++;
            var before = bound;
            bound = Expect(density);
            density = Maximize();
            settled = Math.Abs(bound - before) < _options.Tolerance;
        }

        return new GaussianMixtureModel(density, bound, iterations);
    }

    /// <summary>Computes the shares; gives the mean log-likelihood.</summary>
    private double Expect(MixtureDensity density)
    {
        var parts = new double[(_points.Count + Rows - 1) / Rows];
        Work.Run(0, parts.Length, _parallel, part =>
        {
            var scratch = new double[2 * _d];
            for (var row = part * Rows; row < Math.Min(_points.Count, (part + 1) * Rows); row++)
            {
                var shares = _shares.AsSpan(row * _k, _k);
                density.LogDensities(_points[row], shares, scratch);
                parts[part] += MixtureDensity.Normalize(shares);
            }
        });
        return parts.Sum() / _points.Count;
    }

    /// <summary>The moments of the components, by shares.</summary>
    private MixtureDensity Maximize()
    {
        var (weights, means) = (new double[_k], new double[_k * _d]);
        var full = _options.Shape is MixtureShape.Full or MixtureShape.Tied;
        var moments = new double[_k][];
        Work.Run(0, _k, _parallel, component =>
        {
            var mean = means.AsSpan(component * _d, _d);
            var total = 10 * 2.220446049250313e-16;
            var row64 = new double[_d];
            for (var row = 0; row < _points.Count; row++)
            {
                var share = _shares[(row * _k) + component];
                if (share == 0)
                    continue;
                total += share;
                TensorPrimitives.ConvertTruncating<float, double>(_points[row], row64);
                TensorPrimitives.MultiplyAdd(row64, share, mean, mean);
            }

            TensorPrimitives.Divide(mean, total, mean);
            weights[component] = total;
            moments[component] = full ? Scatter(component, mean, row64) : Spread(component, mean, row64);
            _parallel.CancellationToken.ThrowIfCancellationRequested();
        });
        return Density(weights, means, moments);
    }

    /// <summary>Σ share (x - mean)(x - mean)ᵀ, lower triangle.</summary>
    private double[] Scatter(int component, ReadOnlySpan<double> mean, double[] gap)
    {
        var scatter = new double[_d * _d];
        for (var row = 0; row < _points.Count; row++)
        {
            var share = _shares[(row * _k) + component];
            if (share == 0)
                continue;
            TensorPrimitives.ConvertTruncating<float, double>(_points[row], gap);
            TensorPrimitives.Subtract(gap, mean, gap);
            for (var i = 0; i < _d; i++)
            {
                var into = scatter.AsSpan(i * _d, i + 1);
                TensorPrimitives.MultiplyAdd(gap.AsSpan(0, i + 1), share * gap[i], into, into);
            }
        }

        return scatter;
    }

    /// <summary>Σ share (x - mean)², by coordinate.</summary>
    private double[] Spread(int component, ReadOnlySpan<double> mean, double[] gap)
    {
        var spread = new double[_d];
        for (var row = 0; row < _points.Count; row++)
        {
            var share = _shares[(row * _k) + component];
            if (share == 0)
                continue;
            TensorPrimitives.ConvertTruncating<float, double>(_points[row], gap);
            TensorPrimitives.Subtract(gap, mean, gap);
            for (var i = 0; i < _d; i++)
                spread[i] += share * gap[i] * gap[i];
        }

        return spread;
    }

    private MixtureDensity Density(double[] totals, double[] means, double[][] moments)
    {
        var all = totals.Sum();
        if (_options.Shape == MixtureShape.Tied)
        {
            for (var c = 1; c < _k; c++)
                TensorPrimitives.Add<double>(moments[0], moments[c], moments[0]);
            TensorPrimitives.Divide(moments[0], all, moments[0]);
            moments = [moments[0]];
        }
        else
        {
            for (var c = 0; c < _k; c++)
            {
                TensorPrimitives.Divide(moments[c], totals[c], moments[c]);
                if (_options.Shape == MixtureShape.Spherical)
                    Array.Fill(moments[c], moments[c].Average());
            }
        }

        foreach (var moment in moments)
            for (var i = 0; i < _d; i++)
                moment[moment.Length == _d ? i : (i * _d) + i] += _options.Regularization;
        for (var c = 0; c < _k; c++)
            totals[c] /= all;
        return MixtureDensity.FromCovariances(_options.Shape, totals, means, moments)
            ?? throw new TrainingException($"'{_options.Name}' must have components of positive variance, but one has none in some direction. Raise Regularization, or ask for fewer components.");
    }
}
