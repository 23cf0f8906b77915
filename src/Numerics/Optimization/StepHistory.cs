using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Numerics.Optimization;

/// <summary>The last steps s and changes of gradient y, and the direction that they imply.</summary>
internal sealed class StepHistory(int capacity, int size)
{
    private readonly double[][] _steps = new double[capacity][];
    private readonly double[][] _changes = new double[capacity][];
    private readonly double[] _inverse = new double[capacity];
    private readonly double[] _share = new double[capacity];
    private int _next;

    public int Count { get; private set; }

    public void Forget() => (Count, _next) = (0, 0);

    /// <summary>Remembers a step, unless it saw no curvature.</summary>
    public void Add(ReadOnlySpan<double> step, ReadOnlySpan<double> change)
    {
        var product = DenseVectors.Dot(step, change);
        if (!(product > 1e-16 * DenseVectors.Dot(change, change)))
            return;
        step.CopyTo(_steps[_next] ??= new double[size]);
        change.CopyTo(_changes[_next] ??= new double[size]);
        _inverse[_next] = 1 / product;
        (_next, Count) = ((_next + 1) % capacity, Math.Min(capacity, Count + 1));
    }

    /// <summary>Writes -H g for the implied inverse Hessian H.</summary>
    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        for (var i = 0; i < direction.Length; i++)
            direction[i] = -gradient[i];
        if (Count == 0)
            return;
        for (var back = 1; back <= Count; back++)
        {
            var i = (_next - back + capacity) % capacity;
            _share[i] = _inverse[i] * DenseVectors.Dot(_steps[i], direction);
            DenseVectors.AddScaled(_changes[i], -_share[i], direction, direction);
        }

        var last = (_next - 1 + capacity) % capacity;
        var scale = 1 / (_inverse[last] * DenseVectors.Dot(_changes[last], _changes[last]));
        for (var i = 0; i < direction.Length; i++)
            direction[i] *= scale;
        for (var back = Count; back >= 1; back--)
        {
            var i = (_next - back + capacity) % capacity;
            var share = _inverse[i] * DenseVectors.Dot(_changes[i], direction);
            DenseVectors.AddScaled(_steps[i], _share[i] - share, direction, direction);
        }
    }
}
