namespace Bellwether.Learning.FactorizationMachines;

/// <summary>The parameters of a factorization machine in training, and one step of them.</summary>
internal interface IFactorKernel
{
    /// <summary>The sum for a row, whose values have been scaled.</summary>
    double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values);

    /// <summary>Moves all parameters of the row that was scored last against the loss's slope.</summary>
    void Step(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, float slope);
}
