using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Sparse;
using Bellwether.Numerics;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>A factorization machine in which a column has another vector for each field that it meets: w₀ + Σ wᵢxᵢ + Σ ⟨vᵢ,f(j), vⱼ,f(i)⟩ xᵢxⱼ.</summary>
/// <remarks>
/// <para>Juan, Zhuang, Chin and Lin, "Field-aware factorization machines for CTR prediction" (2016), with their AdaGrad, their start (uniform on [0, 1/√factors])
/// and rows divided by their length; to their equation 4 the linear terms are added. The fields are <see cref="SparseDataset.FieldStarts"/>, which
/// <see cref="Bellwether.Learning.Hashing.Hashed"/> sets: one per feature.</para>
/// <para>O(entries² · factors) per row. Memory: 8 · fields · factors bytes per column that occurs (factors rounded up to four). These machines overfit after
/// few epochs: choose <see cref="Epochs"/> on rows that are not trained on. Deterministic per seed, one thread; the order of rows matters.</para>
/// </remarks>
public sealed record FieldAwareFactorizationMachine : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "field-aware factorization machine";

    /// <summary>What to learn: a probability, the default, or a value.</summary>
    public ModelOutput Output { get; init => field = FactorData.Output(value); } = ModelOutput.Probability;

    /// <summary>The length of a vector; 4 by default.</summary>
    public int Factors { get; init => field = Require.InRange(value, 1, 256); } = 4;

    /// <summary>The learning rate; 0.2 by default, as in libffm.</summary>
    public double LearningRate { get; init => field = Require.Positive(value); } = 0.2;

    /// <summary>The weight of squares, for each row that touches a parameter; 2e-5 by default, as in libffm.</summary>
    public double L2 { get; init => field = Require.NotNegative(value); } = 2e-5;

    /// <summary>Passes over the rows; 8 by default.</summary>
    public int Epochs { get; init => field = Require.Positive(value); } = 8;

    /// <summary>Whether rows are divided by their length; on by default.</summary>
    public bool NormalizeRows { get; init; } = true;

    /// <inheritdoc/>
    /// <returns>A <see cref="FieldAwareModel"/>.</returns>
    /// <exception cref="TrainingException">The rows have no fields, or columns times fields times factors are too many.</exception>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        var data = FactorData.Of(train, Output, Name);
        var fields = train.FieldStarts.ToArray();
        if (fields.Length == 0)
            throw new TrainingException($"'{Name}' must have rows with fields. Give field starts to the SparseDataset, or fit it through Hashed.");
        var (stride, width) = ((Factors + 3) / 4 * 4, data.Used.Features.Width);
        if ((long)width * fields.Length * stride > Array.MaxLength)
            throw new TrainingException($"'{Name}' must have fewer than {Array.MaxLength} numbers, but {width} columns, {fields.Length} fields and {Factors} factors need more. Hash to fewer columns.");
        int[] fieldOf = [.. Enumerable.Range(0, width).Select(c => FieldPairs.FieldOf(fields, data.Used.Columns is { } kept ? kept[c] : c))];
        var kernel = new FieldKernel(fieldOf, fields.Length, stride, (float)LearningRate, (float)L2);
        kernel.Start(context.Seed.Derive("vectors").Stream(), Factors);
        data.Descend(kernel, Epochs, NormalizeRows, context);
        var size = (fields.Length * stride) + 1;
        var values = new float[checked(width * size)];
        for (var column = 0; column < width; column++)
        {
            values[column * size] = kernel.Linear[column];
            kernel.Vectors.AsSpan(column * (size - 1), size - 1).CopyTo(values.AsSpan((column * size) + 1));
        }

        data.Forget(values, size);
        return new FieldAwareModel(ColumnWeights<float>.Of(train.Width, data.Used.Columns, size, values), fields, kernel.Bias, Output, NormalizeRows, data.Centre, data.Scale);
    }
}
