using Bellwether.Learning.TreeGrowth;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Trees;

/// <summary>The rounds of a DART fit, and which of them are dropped at the moment.</summary>
internal sealed class DropoutRounds(TreeDropout options, double learningRate)
{
    private readonly List<Round> _rounds = [];
    private readonly List<(GrownTree Tree, int Output, int Place)> _newest = [];
    private Round[] _dropped = [];

    /// <summary>Takes some earlier rounds out of the scores.</summary>
    public void Drop(RandomStream stream, BoostedScores scores)
    {
        _dropped = [];
        if (stream.NextDouble() >= options.Skip)
        {
            var dropped = _rounds.Where(_ => stream.NextDouble() < options.Rate).ToArray();
            stream.Shuffle<Round>(dropped);
            _dropped = dropped[..Math.Min(options.Most, dropped.Length)];
        }

        foreach (var round in _dropped)
            foreach (var (tree, output, _) in round.Trees)
                scores.Add(tree, output, -round.Weight);
    }

    /// <summary>Notes a tree of the newest round and its place in the ensemble.</summary>
    public void Grown(GrownTree tree, int output, int place) => _newest.Add((tree, output, place));

    /// <summary>Puts the newest round and the dropped ones on a common scale.</summary>
    public void Normalize(BoostedScores scores, TreeEnsembleBuilder builder)
    {
        var factor = _dropped.Length == 0 ? 1 : 1 / (_dropped.Length + learningRate);
        if (factor != 1)
            foreach (var (tree, output, place) in _newest)
            {
                scores.Add(tree, output, factor - 1);
                builder.Scale(place, factor);
            }

        var share = _dropped.Length * factor;
        foreach (var round in _dropped)
        {
            round.Weight *= share;
            foreach (var (tree, output, place) in round.Trees)
            {
                scores.Add(tree, output, round.Weight);
                builder.Scale(place, share);
            }
        }

        if (_newest.Count > 0)
            _rounds.Add(new Round([.. _newest]) { Weight = factor });
        _newest.Clear();
    }

    private sealed class Round((GrownTree Tree, int Output, int Place)[] trees)
    {
        public (GrownTree Tree, int Output, int Place)[] Trees { get; } = trees;

        public double Weight { get; set; }
    }
}
