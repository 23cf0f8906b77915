using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every learner of a stream must do, found by reflection.</summary>
public sealed class OnlineLearnerLaws
{
    public static TheoryData<string> All => [.. SparseLearners.Online];

    private static IOnlineLearner Named(string name) => (IOnlineLearner)SparseLearners.Named(name);

    [Theory, MemberData(nameof(All))]
    public void Trainer_and_snapshot_give_the_same_score(string name)
    {
        var (trainer, rows) = (Named(name).Begin(SparseSample.Width), SparseSample.Make(400));
        var score = new double[1];
        for (var row = 0; row < rows.Rows; row++)
        {
            var (columns, values) = (rows.Features.Columns(row).ToArray(), rows.Features.Values(row).ToArray());
            if (row % 50 == 0)
            {
                trainer.Snapshot().Score(columns, values, score);
                Assert.Equal(score[0], trainer.Score(columns, values), 1e-12 * Math.Max(1, Math.Abs(score[0])));
            }

            Assert.Equal(row, trainer.Rows);
            trainer.Update(columns, values, rows.Labels[row], rows.Weight(row));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_snapshot_is_not_changed_by_later_rows(string name)
    {
        var (trainer, rows) = (Named(name).Begin(SparseSample.Width), SparseSample.Make(400));
        Learn(trainer, rows, 0, 200);
        var snapshot = trainer.Snapshot();
        var before = ArtifactFormats.Save(snapshot);
        Learn(trainer, rows, 200, 400);
        Assert.Equal(before, ArtifactFormats.Save(snapshot));
        Assert.NotEqual(before, ArtifactFormats.Save(trainer.Snapshot()));
    }

    [Theory, MemberData(nameof(All))]
    public void The_table_gives_the_same_model_narrow_and_wide(string name)
    {
        var (narrow, wide) = (Named(name).Begin(SparseSample.Width), Named(name).Begin(int.MaxValue));
        var (rows, a, b) = (SparseSample.Make(300), new double[1], new double[1]);
        Learn(narrow, rows, 0, 300);
        Learn(wide, rows, 0, 300);
        for (var row = 0; row < rows.Rows; row++)
        {
            narrow.Snapshot().Score(rows.Features.Columns(row), rows.Features.Values(row), a);
            wide.Snapshot().Score(rows.Features.Columns(row), rows.Features.Values(row), b);
            Assert.Equal(a, b);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void One_pass_of_fit_is_the_same_as_updates_in_order(string name)
    {
        var rows = SparseSample.Make(200);
        var trainer = Named(name).Begin(rows.Width);
        for (var epoch = 0; epoch < Epochs(Named(name)); epoch++)
            Learn(trainer, rows, 0, rows.Rows);
        Assert.Equal(ArtifactFormats.Save(Named(name).Fit(rows, new FitContext(new Seed(1)))), ArtifactFormats.Save(trainer.Snapshot()));
    }

    [Theory, MemberData(nameof(All))]
    public void A_bad_row_is_refused_and_changes_nothing(string name)
    {
        var (trainer, rows) = (Named(name).Begin(SparseSample.Width), SparseSample.Make(100));
        Learn(trainer, rows, 0, 100);
        var before = ArtifactFormats.Save(trainer.Snapshot());
        Assert.Throws<ArgumentException>(() => trainer.Update([1], [1], 0.5));
        Assert.Throws<ArgumentException>(() => trainer.Update([1], [1], double.NaN));
        Assert.Throws<ArgumentException>(() => trainer.Update([1], [1], 1, -1));
        Assert.Throws<ArgumentException>(() => trainer.Update([1], [1], 1, double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => trainer.Update([-1], [1], 1));
        Assert.Throws<ArgumentException>(() => trainer.Update([SparseSample.Width], [1], 1));
        Assert.Throws<ArgumentException>(() => trainer.Update([3, 3], [1, 1], 1));
        Assert.Throws<ArgumentException>(() => trainer.Update([3, 2], [1, 1], 1));
        Assert.Throws<ArgumentException>(() => trainer.Update([3], [1, 1], 1));
        Assert.Throws<ArgumentException>(() => trainer.Update([3], [float.NaN], 1));
        Assert.Equal((100, before.Length), (trainer.Rows, before.Length));
        Assert.Equal(before, ArtifactFormats.Save(trainer.Snapshot()));
    }

    [Theory, MemberData(nameof(All))]
    public void A_row_of_weight_zero_only_counts(string name)
    {
        var (trainer, rows) = (Named(name).Begin(SparseSample.Width), SparseSample.Make(100));
        Learn(trainer, rows, 0, 100);
        var before = ArtifactFormats.Save(trainer.Snapshot());
        trainer.Update([5, 9], [1, 1], 1, 0);
        Assert.Equal(101, trainer.Rows);
        Assert.Equal(before, ArtifactFormats.Save(trainer.Snapshot()));
    }

    [Theory, MemberData(nameof(All))]
    public void Scores_stay_finite_whatever_values_come(string name)
    {
        var (trainer, stream) = (Named(name).Begin(50), new Seed(5).Stream());
        float[] odd = [0, 1e38f, -1e38f, float.Epsilon, 1e-30f, 1, -1, float.MaxValue];
        for (var i = 0; i < 500; i++)
        {
            int[] columns = [stream.NextInt(25), 25 + stream.NextInt(25)];
            float[] values = [odd[stream.NextInt(odd.Length)], odd[stream.NextInt(odd.Length)]];
            trainer.Update(columns, values, stream.NextInt(2));
            Assert.True(double.IsFinite(trainer.Score(columns, values)));
        }

        foreach (var (columns, values) in SparseSample.Strange())
            Assert.True(double.IsFinite(trainer.Score(columns, values)));
    }

    [Theory, MemberData(nameof(All))]
    public void Score_and_update_of_known_columns_allocate_nothing(string name)
    {
        var (trainer, rows) = (Named(name).Begin(int.MaxValue), SparseSample.Make(200));
        void Pass()
        {
            for (var row = 0; row < rows.Rows; row++)
            {
                trainer.Score(rows.Features.Columns(row), rows.Features.Values(row));
                trainer.Update(rows.Features.Columns(row), rows.Features.Values(row), rows.Labels[row]);
            }
        }

        for (var i = 0; i < 5; i++)
            Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static int Epochs(IOnlineLearner learner) => (int)learner.GetType().GetProperty("Epochs")!.GetValue(learner)!;

    private static void Learn(IOnlineTrainer trainer, Data.Training.SparseDataset rows, int from, int to)
    {
        for (var row = from; row < to; row++)
            trainer.Update(rows.Features.Columns(row), rows.Features.Values(row), rows.Labels[row], rows.Weight(row));
    }
}
