using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.Linear;
using Bellwether.Numerics.Random;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Tests.Pipeline;

public sealed class CascadeTests
{
    private static readonly FeatureSchema s_schema = new CountingFeatures(5).Schema;
    private readonly TestModel _model = new(s_schema), _previous = new(s_schema, 2), _rules = new(s_schema, 3);
    private readonly CountingFeatures _features = new(5);
    private readonly SimulationClock _clock = new(Shop.Start);

    private PipelineOptions<Payment, Verdict> Options() =>
        Shop.Pipeline(_model.As("v2"), new CascadeLevel("previous", _previous.As("v1")), new CascadeLevel("rules", _rules.As("r1"))) with
        {
            Timing = new PipelineTiming
            {
                Clock = _clock,
                Deadline = TimeSpan.FromMilliseconds(50),
                Budgets = new StageBudgets { Score = TimeSpan.FromMilliseconds(5) },
                Breaker = new CircuitBreakerOptions { Failures = 3, Window = 10, Cooldown = TimeSpan.FromSeconds(10) },
            },
        };

    private DecisionPipeline<Payment, Verdict> Make(PipelineOptions<Payment, Verdict>? options = null) =>
        new(options ?? Options(), new FeatureState<Payment>(_features), Shop.Contract, new DurableDecisionLog(new InMemoryEventStore(), TimeProvider.System));

    [Fact]
    public async Task A_healthy_model_answers()
    {
        await using var pipeline = Make();
        var answer = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.Equal(("model", "v2", null), (answer.Level, answer.ModelVersion, answer.Degraded));
        Assert.True(double.IsFinite(answer.Score));
        Assert.True(answer.IsDurable);
    }

    [Fact]
    public async Task A_model_that_throws_gives_way_to_the_next_level()
    {
        _model.Before = () => throw new InvalidOperationException("broken");
        await using var pipeline = Make();
        var answer = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.Equal(("previous", "v1", "model: threw InvalidOperationException"), (answer.Level, answer.ModelVersion, answer.Degraded));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_score_that_is_not_finite_gives_way_to_the_next_level(double score)
    {
        _model.Always = score;
        _previous.Always = score;
        await using var pipeline = Make();
        var answer = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.Equal("rules", answer.Level);
        Assert.Equal("model: the score was not finite; previous: the score was not finite", answer.Degraded);
    }

    [Fact]
    public async Task A_missing_model_gives_way_to_the_next_level()
    {
        await using var pipeline = Make(Options() with { Arms = new ArmPlan("salt", new Arm("control", null)) });
        var answer = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.Equal(("previous", "model: none yet"), (answer.Level, answer.Degraded));
    }

    [Fact]
    public async Task A_slow_model_is_left_out_after_it_was_slow_thrice_and_tried_again_after_the_pause()
    {
        _model.Before = () => _clock.Spend(TimeSpan.FromMilliseconds(20));
        await using var pipeline = Make();
        for (var i = 0; i < 3; i++)
            Assert.Equal("model", (await pipeline.DecideAsync(Shop.Pay(i))).Level);
        var calls = _model.Calls;
        var answer = await pipeline.DecideAsync(Shop.Pay(3));
        Assert.Equal(("previous", "model: breaker open"), (answer.Level, answer.Degraded));
        Assert.Equal(calls, _model.Calls);
        _model.Before = null;
        _clock.Spend(TimeSpan.FromSeconds(10));
        Assert.Equal("model", (await pipeline.DecideAsync(Shop.Pay(4))).Level);
        Assert.Equal("model", (await pipeline.DecideAsync(Shop.Pay(5))).Level);
        Assert.True(pipeline.Overruns >= 3);
    }

    [Fact]
    public async Task The_default_answers_when_every_level_fails()
    {
        _model.Always = _previous.Always = _rules.Always = double.NaN;
        await using var pipeline = Make();
        var answer = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.Equal(("default", "", -1.0), (answer.Level, answer.ModelVersion, answer.Decision.Score));
        Assert.True(double.IsNaN(answer.Score));
    }

    [Fact]
    public async Task The_default_answers_when_the_deadline_is_over()
    {
        _model.Before = () =>
        {
            _clock.Spend(TimeSpan.FromMilliseconds(60));
            throw new InvalidOperationException("late and broken");
        };
        await using var pipeline = Make();
        var answer = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.Equal(("default", "model: threw InvalidOperationException; previous: deadline over"), (answer.Level, answer.Degraded));
        Assert.Equal(0, _previous.Calls);
    }

    [Fact]
    public async Task The_default_answers_when_features_or_the_rule_throw()
    {
        _features.ThrowsOnCompute = true;
        await using (var pipeline = Make())
            Assert.Equal(("default", "features: threw InvalidOperationException"), ((await pipeline.DecideAsync(Shop.Pay(1))).Level, (await pipeline.DecideAsync(Shop.Pay(2))).Degraded));
        _features.ThrowsOnCompute = false;
        await using (var pipeline = Make(Options() with { Decide = (_, _, _) => throw new FormatException() }))
            Assert.Equal(("default", "decide: threw FormatException"), ((await pipeline.DecideAsync(Shop.Pay(1))).Level, (await pipeline.DecideAsync(Shop.Pay(2))).Degraded));
    }

    [Fact]
    public async Task A_model_that_never_comes_back_holds_up_one_thread_and_nobody_else()
    {
        var options = Options();
        options = options with { Timing = options.Timing with { Clock = TimeProvider.System, Hedge = true, Deadline = TimeSpan.FromSeconds(30) } };
        _model.Always = double.NaN;
        await using var pipeline = Make(options);
        await pipeline.DecideAsync(Shop.Pay(0));
        using var never = new ManualResetEventSlim();
        _model.Before = never.Wait;
        _model.Always = null;
        var first = await pipeline.DecideAsync(Shop.Pay(1));
        Assert.Equal(("previous", "model: no score in time"), (first.Level, first.Degraded));
        var second = await pipeline.DecideAsync(Shop.Pay(2));
        Assert.Equal(("previous", "model: still busy with an earlier score"), (second.Level, second.Degraded));
        Assert.Equal("model: breaker open", (await pipeline.DecideAsync(Shop.Pay(3))).Degraded);
        never.Set();
    }

    /// <summary>A calibrated score is no sum of contributions, but it rises and falls with one that is.</summary>
    [Theory]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Isotonic)]
    [InlineData(CalibrationMethod.Beta)]
    public async Task A_calibrated_model_gives_the_reasons_of_the_model_inside(CalibrationMethod method)
    {
        var stream = new Seed(1).Stream();
        double[][] columns = [[.. Enumerable.Range(0, 400).Select(_ => stream.NextDouble(0, 10))], [.. Enumerable.Range(0, 400).Select(_ => stream.NextDouble(0, 10))]];
        var rows = new Dataset(new FeatureSchema([new FeatureSpec("f3"), new FeatureSpec("f0")]), columns,
            [.. Enumerable.Range(0, 400).Select(i => stream.NextBool(columns[1][i] / 10) ? 1.0 : 0)], new long[400]);
        var model = (CalibratedModel)new Calibrated(new LogisticRegression(), method).Fit(rows, new FitContext(new Seed(1)));
        await using var pipeline = Make(Options() with { Arms = new ArmPlan("salt", new Arm("control", new ServedModel("v7", [], model))), Reasons = 1 });
        var answer = await pipeline.DecideAsync(Shop.Pay(1, amount: 9));
        Assert.Equal(("model", "v7"), (answer.Level, answer.ModelVersion));
        Assert.InRange(answer.Score, 0.5, 1);
        var inner = (LinearModel)model.Model;
        var vector = new double[5];
        _features.Compute(Shop.Pay(1, amount: 9), vector);
        var contributions = new double[2];
        inner.Explain([vector[3], vector[0]], contributions);
        Assert.Equal([new Reason("f0", contributions[1])], answer.Reasons);
        Assert.True(contributions[1] > Math.Abs(contributions[0]));
    }

    [Fact]
    public async Task An_older_model_scores_those_features_that_it_knows()
    {
        var narrow = new TestModel(new FeatureSchema([new FeatureSpec("f3"), new FeatureSpec("f0")]));
        await using var pipeline = Make(Options() with { Arms = new ArmPlan("salt", new Arm("control", narrow.As("v0"))), Reasons = 2 });
        var answer = await pipeline.DecideAsync(Shop.Pay(1, amount: 7));
        Assert.Equal(7, answer.Score);
        Assert.Equal([new Reason("f0", 7)], answer.Reasons);
        var foreign = new TestModel(new FeatureSchema([new FeatureSpec("unheard_of")]));
        Assert.Contains("'unheard_of'", Assert.Throws<ArgumentException>(() => pipeline.Use(new ArmPlan("salt", new Arm("control", foreign.As("v9"))))).Message, StringComparison.Ordinal);
        Assert.Equal("v0", pipeline.Arms.Control.Model!.Version);
    }

    [Fact]
    public async Task A_caller_that_gave_up_before_gets_no_decision()
    {
        await using var pipeline = Make();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pipeline.DecideAsync(Shop.Pay(1), new CancellationToken(true)));
        Assert.Empty(pipeline.Counts);
    }
}
