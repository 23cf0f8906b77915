using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.FactorizationMachines;

/// <summary>Against the formulas of the papers, written out pair by pair, and against differences of the loss.</summary>
public sealed class FactorizationTests
{
    private static readonly FitContext Context = new(new Seed(3));

    [Theory, InlineData(1), InlineData(7), InlineData(20)]
    public void The_score_of_a_factorization_machine_is_that_of_the_paper(int factors)
    {
        var rows = SparseSample.Make(300);
        var model = (FactorizationMachineModel)new FactorizationMachine { Factors = factors, Epochs = 2, Output = ModelOutput.Value }.Fit(Shifted(rows), Context);
        var (zero, score) = (Score(model, [], []), 0.0);
        var one = (Score(model, [rows.Features.Columns(0)[0]], [1]) - zero) / model.Weight(rows.Features.Columns(0)[0]);
        for (var row = 0; row < 50; row++)
        {
            var (columns, values) = (rows.Features.Columns(row).ToArray(), rows.Features.Values(row).ToArray());
            score = 0;
            for (var i = 0; i < columns.Length; i++)
            {
                score += model.Weight(columns[i]) * values[i];
                for (var j = i + 1; j < columns.Length; j++)
                    for (var f = 0; f < factors; f++)
                        score += model.Vector(columns[i])[f] * model.Vector(columns[j])[f] * values[i] * values[j];
            }

            Assert.Equal(zero + (one * score), Score(model, columns, values), 1e-4);
        }
    }

    [Theory, InlineData(3), InlineData(4), InlineData(9)]
    public void The_score_of_a_field_aware_machine_is_that_of_the_paper(int factors)
    {
        var (rows, fields) = (SparseSample.Make(300), SparseSample.Fields);
        var model = (FieldAwareModel)new FieldAwareFactorizationMachine { Factors = factors, Epochs = 2, NormalizeRows = false, LearningRate = 0.02 }.Fit(rows, Context);
        int FieldOf(int column) => fields.Count(start => start <= column) - 1;
        for (var row = 0; row < 50; row++)
        {
            var (columns, values) = (rows.Features.Columns(row).ToArray(), rows.Features.Values(row).ToArray());
            var score = model.Intercept;
            for (var i = 0; i < columns.Length; i++)
            {
                score += model.Weight(columns[i]) * values[i];
                for (var j = i + 1; j < columns.Length; j++)
                    for (var f = 0; f < factors; f++)
                        score += (double)model.Vector(columns[i], FieldOf(columns[j]))[f] * model.Vector(columns[j], FieldOf(columns[i]))[f] * values[i] * values[j];
            }

            Assert.Equal(1 / (1 + Math.Exp(-score)), Score(model, columns, values), 1e-5);
        }
    }

    [Fact]
    public void One_step_of_a_factorization_machine_goes_along_the_differences_of_its_loss() =>
        Follows(new PairKernel(4, 3, 0.1f, 0), kernel => ((PairKernel)kernel).Start(new Seed(5).Stream(), 0.3), k => ((PairKernel)k).Vectors, k => ((PairKernel)k).Linear);

    [Fact]
    public void One_step_of_a_field_aware_machine_goes_along_the_differences_of_its_loss() =>
        Follows(new FieldKernel([0, 0, 1, 2], 3, 4, 0.1f, 0), kernel => ((FieldKernel)kernel).Start(new Seed(5).Stream(), 4), k => ((FieldKernel)k).Vectors, k => ((FieldKernel)k).Linear);

    [Fact]
    public void Pairs_that_no_linear_model_can_tell_apart_are_learned()
    {
        // The label is whether both columns are of the same half: exclusive or, with nothing in any single column.
        var (stream, n) = (new Seed(1).Stream(), 4_000);
        var (columns, labels) = (new int[2 * n], new double[n]);
        for (var row = 0; row < n; row++)
        {
            (columns[2 * row], columns[(2 * row) + 1]) = (stream.NextInt(10), 10 + stream.NextInt(10));
            labels[row] = columns[2 * row] / 5 == (columns[(2 * row) + 1] - 10) / 5 ? 1 : 0;
        }

        var rows = new SparseDataset(new SparseMatrix(20, [.. Enumerable.Range(0, n + 1).Select(i => 2 * i)], columns, [.. Enumerable.Repeat(1f, 2 * n)]), labels, null, [0, 10]);
        foreach (ISparseLearner learner in new ISparseLearner[] { new FactorizationMachine(), new FieldAwareFactorizationMachine() })
        {
            var (model, right) = (learner.Fit(rows, Context), 0);
            for (var row = 0; row < n; row++)
                right += Score(model, rows.Features.Columns(row), rows.Features.Values(row)) > 0.5 == (labels[row] == 1) ? 1 : 0;
            Assert.True(right > 0.99 * n, $"{learner.Name}: {right} of {n}");
        }
    }

    [Fact]
    public void Rows_without_fields_are_refused_by_the_field_aware_machine()
    {
        var rows = SparseSample.Make(50);
        Assert.Contains("fields", Assert.Throws<TrainingException>(() =>
            new FieldAwareFactorizationMachine().Fit(new SparseDataset(rows.Features, rows.Labels.ToArray()), Context)).Message, StringComparison.Ordinal);
    }

    private static void Follows(IFactorKernel kernel, Action<IFactorKernel> start, Func<IFactorKernel, float[]> vectors, Func<IFactorKernel, float[]> linear)
    {
        start(kernel);
        int[] columns = [0, 2, 3];
        float[] values = [1, -0.5f, 2];
        const float step = 1e-2f, slope = 0.7f;
        foreach (var parameters in new[] { vectors(kernel), linear(kernel) })
        {
            var expected = new float[parameters.Length];
            for (var i = 0; i < parameters.Length; i++)
            {
                var at = parameters[i];
                parameters[i] = at + step;
                var up = kernel.Score(columns, values);
                parameters[i] = at - step;
                var down = kernel.Score(columns, values);
                parameters[i] = at;
                var gradient = slope * (float)((up - down) / (2 * step));
                expected[i] = at - (0.1f * gradient / MathF.Sqrt(1 + (gradient * gradient)));
            }

            var (before, others) = (parameters.ToArray(), parameters == vectors(kernel) ? linear(kernel) : vectors(kernel));
            var kept = others.ToArray();
            kernel.Score(columns, values);
            kernel.Step(columns, values, slope);
            for (var i = 0; i < parameters.Length; i++)
                Assert.Equal(expected[i], parameters[i], 2e-3f);
            kept.CopyTo(others, 0);
            before.CopyTo(parameters, 0);
            return;
        }
    }

    private static SparseDataset Shifted(SparseDataset rows) => SparseSample.WithLabels(rows, r => (rows.Labels[r] * 3) + 5);

    private static double Score(ISparseModel model, ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        var score = new double[1];
        model.Score(columns, values, score);
        return score[0];
    }
}
