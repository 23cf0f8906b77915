using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Trees;

/// <summary>One fit of boosted trees.</summary>
internal sealed class BoostingRun
{
    private readonly BoostedTrees _options;
    private readonly Dataset _train;
    private readonly Dataset? _validation;
    private readonly FitContext _context;
    private readonly ParallelOptions _parallel;
    private readonly BinnedRows _rows;
    private readonly float[] _gradients;
    private readonly double[] _scores;

    /// <summary>Bins the rows.</summary>
    public BoostingRun(BoostedTrees options, Dataset train, Dataset? validation, FitContext context)
    {
        (_options, _train, _validation, _context) = (options, train, validation, context);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        context.CancellationToken.ThrowIfCancellationRequested();
        _rows = BinnedRows.Of(train, options.MaxBins, context.Seed.Derive("bins"), _parallel);
        _gradients = new float[checked(train.Rows * 2)];
        _scores = new double[train.Rows];
    }

    /// <summary>Grows trees until the last, until validation stops it, or until nothing is left to gain.</summary>
    public TreesModel Fit()
    {
        var start = Start();
        _scores.AsSpan().Fill(start.Score);
        var grower = new TreeGrower(_options, _rows, _parallel);
        var builder = new TreeEnsembleBuilder([.. _rows.Features.Select(f => f.Codes)]);
        var stopping = _validation is null ? null : new EarlyStopping(_validation, _rows.Same(_validation, _parallel), _options, start.Score, start.Unit, _parallel);
        var (features, active) = (new int[_train.Width], new bool[_train.Width]);
        var sampled = _options.RowSample < 1 || _options.ColumnSample < 1;
        for (var tree = 0; tree < _options.Trees; tree++)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            var stream = _context.Seed.Derive("tree").Derive(tree).Stream();
            FillGradients(start.Unit);
            var sample = SampleRows(stream);
            SampleFeatures(stream, features, active);
            var grown = grower.Grow(_gradients, sample, active);
            if (grown.Nodes.Count == 1)
            {
                if (sampled)
                    continue;
                break;
            }

            Update(grower, grown, sample);
            builder.Add(grown.Compile(_rows, start.Unit));
            if (stopping is not null && stopping.After(grown))
                break;
            _context.Progress?.Report((tree + 1.0) / _options.Trees);
        }

        _context.Progress?.Report(1);
        var output = _options.Loss == TreeLoss.Logistic ? ModelOutput.Probability : ModelOutput.Value;
        var link = _options.Loss == TreeLoss.Logistic ? TreeLink.Logistic : TreeLink.Identity;
        return new TreesModel(_train.Schema, output, builder.Build([start.Score * start.Unit], link, trees: stopping?.BestTrees ?? builder.Trees));
    }

    /// <summary>The score before the first tree, and the unit in which scores of squared loss are kept, so that gradients of labels of any
    /// size fit single precision.</summary>
    private (double Score, double Unit) Start()
    {
        var mean = TrainingRows.MeanLabel(_train);
        if (_options.Loss == TreeLoss.Squared)
        {
            var spread = 0.0;
            foreach (var label in _train.Labels)
                spread = Math.Max(spread, Math.Abs(label / 2 - mean / 2));
            var unit = spread > 1e4 || (spread > 0 && spread < 1e-4) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(spread), -1000, 1000)) : 1;
            return (mean / unit, unit);
        }

        var (positive, negative) = (0.0, 0.0);
        for (var row = 0; row < _train.Rows; row++)
        {
            if (_train.Labels[row] == 1)
                positive += _train.Weight(row) * _options.ScalePositive;
            else
                negative += _train.Weight(row);
        }

        return (Math.Log(positive / negative), 1);
    }

    private void FillGradients(double unit) => Work.Blocks(_train.Rows, _parallel, (_, from, to) =>
    {
        var (logistic, scale) = (_options.Loss == TreeLoss.Logistic, _options.ScalePositive);
        var labels = _train.Labels;
        var weights = _train.Weights;
        for (var row = from; row < to; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            if (logistic)
            {
                var p = RowScores.Sigmoid(_scores[row]);
                weight *= labels[row] == 1 ? scale : 1;
                _gradients[row * 2] = (float)(weight * (p - labels[row]));
                _gradients[(row * 2) + 1] = (float)(weight * Math.Max(p * (1 - p), 1e-16));
            }
            else
            {
                _gradients[row * 2] = (float)(weight * (_scores[row] - (labels[row] / unit)));
                _gradients[(row * 2) + 1] = (float)weight;
            }
        }
    });

    private List<int>? SampleRows(RandomStream stream)
    {
        if (_options.RowSample == 1)
            return null;
        var sample = new List<int>((int)(_train.Rows * _options.RowSample) + 16);
        for (var row = 0; row < _train.Rows; row++)
            if (stream.NextDouble() < _options.RowSample)
                sample.Add(row);
        return sample;
    }

    private void SampleFeatures(RandomStream stream, int[] features, bool[] active)
    {
        var count = Math.Max(1, (int)Math.Ceiling(_options.ColumnSample * features.Length));
        if (count >= features.Length)
        {
            active.AsSpan().Fill(true);
            return;
        }

        for (var i = 0; i < features.Length; i++)
            features[i] = i;
        stream.Shuffle<int>(features);
        active.AsSpan().Clear();
        for (var i = 0; i < count; i++)
            active[features[i]] = true;
    }

    private void Update(TreeGrower grower, GrownTree grown, List<int>? sample)
    {
        if (sample is not null)
        {
            Work.Blocks(_train.Rows, _parallel, (_, from, to) =>
            {
                for (var row = from; row < to; row++)
                    _scores[row] += grown.Nodes[grown.LeafOf(_rows, row)].Value;
            });
            return;
        }

        Work.Run(0, grown.Leaves.Count, _parallel, index =>
        {
            var (node, begin, count) = grown.Leaves[index];
            var value = grown.Nodes[node].Value;
            foreach (var row in grower.LeafRows(begin, count))
                _scores[row] += value;
        });
    }
}
