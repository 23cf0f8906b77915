using System.Runtime.Intrinsics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>Finds, for the points of a panel, the nearest of k centres and the distance to the second nearest. Scratch of one thread.</summary>
internal sealed class NearestCentres(float[] centres, float[] lengths, int dimension)
{
    private const int Group = 64;

    private readonly float[] _dots = new float[Math.Min(Group, lengths.Length) * PointPanels.Lanes];

    /// <summary>Squared distances (Lanes) to the nearest centres, less the squared lengths of the points.</summary>
    public float[] Best { get; } = new float[PointPanels.Lanes];

    /// <summary>The same for the second nearest; only from <see cref="Search"/> with two.</summary>
    public float[] Second { get; } = new float[PointPanels.Lanes];

    /// <summary>The nearest centres (Lanes).</summary>
    public int[] Labels { get; } = new int[PointPanels.Lanes];

    /// <summary>Writes the nearest centres of a panel's points; says whether one differs from what stood there. Lanes without a point do not count.</summary>
    public bool Assign(PointPanels panels, int panel, Span<int> labels)
    {
        Search(panels, panel, two: false);
        var lanes = Math.Min(PointPanels.Lanes, panels.Count - (panel * PointPanels.Lanes));
        if (labels[..lanes].SequenceEqual(Labels.AsSpan(0, lanes)))
            return false;
        Labels.AsSpan(0, lanes).CopyTo(labels);
        return true;
    }

    /// <summary>Finds the nearest centres of a panel's points, and the second nearest if wanted.</summary>
    public void Search(PointPanels panels, int panel, bool two)
    {
        Array.Fill(Best, float.PositiveInfinity);
        Array.Fill(Second, float.PositiveInfinity);
        Array.Clear(Labels);
        for (var first = 0; first < lengths.Length; first += Group)
        {
            var count = Math.Min(Group, lengths.Length - first);
            panels.Dots(panel, centres.AsSpan(first * dimension, count * dimension), _dots.AsSpan(0, count * PointPanels.Lanes));
            for (var part = 0; part < PointPanels.Lanes; part += 8)
                if (two)
                    BestTwo(first, count, part);
                else
                    BestOne(first, count, part);
        }
    }

    private void BestOne(int first, int count, int part)
    {
        var (best, label) = (Vector256.Create<float>(Best.AsSpan(part)), Vector256.Create<int>(Labels.AsSpan(part)));
        var minusTwo = Vector256.Create(-2f);
        var dots = _dots.AsSpan(part);
        for (var c = 0; c < count; c++)
        {
            var distance = Vector256.FusedMultiplyAdd(minusTwo, Vector256.Create<float>(dots[(c * PointPanels.Lanes)..]), Vector256.Create(lengths[first + c]));
            var nearer = Vector256.LessThan(distance, best);
            best = Vector256.ConditionalSelect(nearer, distance, best);
            label = Vector256.ConditionalSelect(nearer.AsInt32(), Vector256.Create(first + c), label);
        }

        best.CopyTo(Best, part);
        label.CopyTo(Labels, part);
    }

    private void BestTwo(int first, int count, int part)
    {
        var (best, label) = (Vector256.Create<float>(Best.AsSpan(part)), Vector256.Create<int>(Labels.AsSpan(part)));
        var second = Vector256.Create<float>(Second.AsSpan(part));
        var minusTwo = Vector256.Create(-2f);
        var dots = _dots.AsSpan(part);
        for (var c = 0; c < count; c++)
        {
            var distance = Vector256.FusedMultiplyAdd(minusTwo, Vector256.Create<float>(dots[(c * PointPanels.Lanes)..]), Vector256.Create(lengths[first + c]));
            var nearer = Vector256.LessThan(distance, best);
            second = Vector256.Min(second, Vector256.Max(distance, best));
            best = Vector256.ConditionalSelect(nearer, distance, best);
            label = Vector256.ConditionalSelect(nearer.AsInt32(), Vector256.Create(first + c), label);
        }

        best.CopyTo(Best, part);
        second.CopyTo(Second, part);
        label.CopyTo(Labels, part);
    }
}
