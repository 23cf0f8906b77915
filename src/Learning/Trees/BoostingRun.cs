using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.TreeObjectives;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Trees;

/// <summary>One fit of boosted trees.</summary>
internal sealed class BoostingRun
{
    private readonly BoostedTrees _options;
    private readonly IColumnSource _train;
    private readonly Dataset? _validation;
    private readonly FitContext _context;
    private readonly Crew _crew;
    private readonly Objective _objective;
    private readonly GrowthOptions _growth;
    private readonly Targets _targets;
    private readonly int[] _order;

    /// <summary>Prepares the fit of rows that were checked.</summary>
    public BoostingRun(BoostedTrees options, IColumnSource train, Dataset? validation, int classes, FitContext context, Crew crew)
    {
        (_options, _train, _validation, _context, _crew) = (options, train, validation, context, crew);
        _targets = new Targets(train);
        _objective = ObjectiveFactory.Make(options, _targets, classes, context.Seed.Derive("targets"));
        _order = new int[train.Schema.Count];
        _growth = new GrowthOptions
        {
            MaxLeaves = options.MaxLeaves, MaxDepth = options.MaxDepth, DepthWise = options.Growth == TreeGrowthOrder.DepthWise, LearningRate = options.LearningRate,
            MinChildWeight = options.MinChildWeight, Lambda = options.Lambda, Alpha = options.Alpha, Gamma = options.Gamma, ColumnSampleByNode = options.ColumnSampleByNode,
            CategorySmoothing = options.CategorySmoothing, CategoryLambda = options.CategoryLambda, Monotone = BoostingRows.Monotone(options, train.Schema),
        };
    }

    /// <summary>Grows trees until the last, until validation stops it, or until nothing is left to gain.</summary>
    public IModel Fit()
    {
        using var rows = BinnedRows.Of(_train, _options.MaxBins, _options.Bundle, _context.Seed.Derive("bins"), _crew);
        var outputs = _objective.Outputs;
        var start = _objective.Start();
        var scores = new BoostedScores(rows, start, _objective.Unit, _crew);
        var pairs = new float[outputs][];
        for (var output = 0; output < outputs; output++)
            pairs[output] = GC.AllocateUninitializedArray<float>(checked(rows.Rows * 2));
        var (grower, gradients) = (new TreeGrower(_growth, rows, _crew), new Gradients(rows.Rows));
        var builder = new TreeEnsembleBuilder([.. rows.Features.Select(f => f.Codes)], outputs);
        using var validation = _validation is null ? null : rows.Same(_validation, _crew);
        var stopping = validation is null ? null : new EarlyStopping(_objective, new Targets(_validation!), new BoostedScores(validation, start, _objective.Unit, _crew), _options.EarlyStoppingRounds);
        var dropout = _options.Dart is null ? null : new DropoutRounds(_options.Dart, _options.LearningRate);
        var sampler = new RowSampler(_options, rows.Rows);
        var active = new bool[rows.Features.Length];
        for (var round = 0; round < _options.Trees; round++)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            var seed = _context.Seed.Derive("tree").Derive(round);
            dropout?.Drop(seed.Derive("drop").Stream(), scores);
            _objective.Fill(round, scores.ByOutput, pairs, _crew);
            var sample = sampler.Draw(round, pairs, seed.Stream());
            var grew = false;
            for (var output = 0; output < outputs; output++)
            {
                SampleFeatures(seed.Derive("features").Derive(output).Stream(), active);
                var tree = grower.Grow(gradients, pairs[output], sample, active, seed.Derive("nodes").Derive(output));
                if (tree.Nodes.Count == 1)
                    continue;
                grew = true;
                if (_objective.RenewalShare is { } share)
                    LeafRenewal.Renew(tree, grower, _targets, scores, share, _options.LearningRate, _crew);
                if (sample is null)
                    scores.Add(tree, output, grower);
                else
                    scores.Add(tree, output);
                dropout?.Grown(tree, output, builder.Trees);
                builder.Add(tree.Compile(rows, _objective.Unit), output);
                stopping?.Add(tree, output);
            }

            if (!grew && !sampler.Samples && _options.ColumnSample == 1 && _options.ColumnSampleByNode == 1 && dropout is null && _options.Loss != TreeLoss.CrossEntropyNdcg)
                break;
            dropout?.Normalize(scores, builder);
            if (stopping is not null && stopping.After(round, builder.Trees))
                break;
            _context.Progress?.Report((round + 1.0) / _options.Trees);
        }

        _context.Progress?.Report(1);
        var ensemble = builder.Build([.. start.Select(s => s * _objective.Unit)], _objective.Link, trees: stopping?.BestTrees ?? builder.Trees);
        return outputs > 1 ? new TreesClassifier(_train.Schema, ensemble) : new TreesModel(_train.Schema, _objective.Output, ensemble);
    }

    private void SampleFeatures(RandomStream stream, bool[] active)
    {
        var count = Math.Max(1, (int)Math.Ceiling(_options.ColumnSample * active.Length));
        if (count >= active.Length)
        {
            active.AsSpan().Fill(true);
            return;
        }

        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        stream.Shuffle<int>(_order);
        active.AsSpan().Clear();
        for (var i = 0; i < count; i++)
            active[_order[i]] = true;
    }
}
