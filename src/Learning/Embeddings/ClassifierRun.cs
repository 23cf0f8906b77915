using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Embeddings;

/// <summary>One training of a <see cref="FastTextClassifier"/>.</summary>
/// <remarks>A batch has two steps. First each text's mean and gradients are taken at the parameters as they stand (texts are shared out). Then each row is changed by the
/// gradients of all texts in their order (rows are shared out). Which thread does what never changes a bit.</remarks>
internal sealed unsafe class ClassifierRun
{
    private readonly FastTextClassifier _options;
    private readonly TextDataset _train;
    private readonly TextFeatures _features;
    private readonly BagList _bags;
    private readonly FitContext _context;
    private readonly RowTable _input, _output, _hidden, _gradient, _scores;
    private readonly HuffmanTree? _tree;
    private readonly int[] _order;
    private readonly int _classes, _stride, _padded;
    private readonly long _total;

    public ClassifierRun(FastTextClassifier options, TextDataset train, TextFeatures features, BagList bags, FitContext context)
    {
        (_options, _train, _features, _bags, _context) = (options, train, features, bags, context);
        _classes = train.Classes;
        if ((long)features.Rows * (options.Dimension + Lanes.Width) > int.MaxValue)
            throw new TrainingException($"{options.Name} must have at most 2^31 numbers, but {features.Rows} features of {options.Dimension} are more. Lower Buckets or Dimension, or raise MinCount.");
        _input = new RowTable(features.Rows, options.Dimension);
        _output = new RowTable(_classes, options.Dimension);
        _hidden = new RowTable(options.Batch, options.Dimension);
        _gradient = new RowTable(options.Batch, options.Dimension);
        _scores = new RowTable(options.Batch, _classes);
        (_stride, _padded) = (_input.Stride, _scores.Stride);
        _order = [.. Enumerable.Range(0, train.Rows)];
        _total = (long)bags.Ids.Length * options.Epochs;
        if (options.Loss == TextLoss.HierarchicalSoftmax)
            _tree = new HuffmanTree(Counts(train));
    }

    public FastTextModel Fit()
    {
        Start();
        var crew = new Crew(Math.Clamp(_context.Threads, 1, Math.Min(_options.Batch, 64)));
        crew.Run(thread => Train(crew, thread));
        return new FastTextModel(_features, _options.Loss, _tree is null ? [] : Counts(_train), _input, _output);
    }

    private static long[] Counts(TextDataset train)
    {
        var counts = new long[train.Classes];
        foreach (var label in train.Labels)
            counts[label]++;
        return counts;
    }

    private void Start()
    {
        var (stream, bound) = (_context.Seed.Derive("rows").Stream(), 1.0 / _options.Dimension);
        for (var row = 0; row < _input.Rows; row++)
            foreach (ref var value in _input.Span(row))
                value = (float)stream.NextDouble(-bound, bound);
        if (_options.Pretrained is not { } vectors)
            return;
        for (var word = 0; word < _features.Words.Count; word++)
            if (vectors.Contains(_features.Words[word]))
                vectors.TryGet(_features.Words[word], _input.Span(word + 1));
    }

    private void Train(Crew crew, int thread)
    {
        var seen = 0L;
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
        {
            if (thread == 0)
            {
                _context.CancellationToken.ThrowIfCancellationRequested();
                _context.Seed.Derive("order").Derive(epoch).Stream().Shuffle<int>(_order);
                _context.Progress?.Report((double)epoch / _options.Epochs);
            }

            crew.Meet();
            for (var first = 0; first < _order.Length; first += _options.Batch)
            {
                if (thread == 0 && (first & 4095) < _options.Batch)
                    _context.CancellationToken.ThrowIfCancellationRequested();
                var texts = _order.AsSpan(first, Math.Min(_options.Batch, _order.Length - first));
                var rate = (float)(_options.LearningRate * (1 - ((double)seen / _total)));
                for (var i = thread; i < texts.Length; i += crew.Threads)
                    Forward(i, texts[i], rate);
                crew.Meet();
                ChangeOutput(texts, crew.Threads, thread);
                ChangeInput(texts, crew.Threads, thread);
                foreach (var text in texts)
                    seen += _bags[text].Length;
                crew.Meet();
            }
        }
    }

    /// <summary>The mean of a text's rows, how far off each class is, and the gradient of the mean.</summary>
    private void Forward(int place, int text, float rate)
    {
        var bag = _bags[text];
        float* hidden = _hidden[place], gradient = _gradient[place], scores = _scores[place];
        Lanes.Mean(hidden, _input, bag, 1f / bag.Length);
        new Span<float>(gradient, _stride).Clear();
        var label = _train.Labels[text];
        if (_tree is not null)
        {
            var nodes = _tree.Nodes(label);
            var turns = _tree.Turns(label);
            for (var i = 0; i < nodes.Length; i++)
            {
                scores[i] = rate * (turns[i] - Logistic.Of(Lanes.Dot(hidden, _output[nodes[i]], _stride)));
                Lanes.Add(gradient, _output[nodes[i]], scores[i], _stride);
            }
        }
        else
        {
            for (var c = 0; c < _classes; c++)
                scores[c] = Lanes.Dot(hidden, _output[c], _stride);
            Off(scores, label, rate);
            Lanes.AddRows(gradient, _output.First, _stride, scores, 1, _classes);
        }

        Lanes.Scale(gradient, 1f / bag.Length, _stride);
    }

    /// <summary>Turns scores into rate · (truth - probability).</summary>
    private void Off(float* scores, int label, float rate)
    {
        if (_options.Loss == TextLoss.Softmax)
        {
            new Span<float>(scores + _classes, _padded - _classes).Fill(float.NegativeInfinity);
            Lanes.Softmax(scores, _padded);
        }
        else
        {
            for (var c = 0; c < _classes; c++)
                scores[c] = Logistic.Of(scores[c]);
        }

        Lanes.Scale(scores, -rate, _padded);
        scores[label] += rate;
    }

    private void ChangeOutput(ReadOnlySpan<int> texts, int threads, int thread)
    {
        if (_tree is null)
        {
            for (var c = (int)((long)_classes * thread / threads); c < (int)((long)_classes * (thread + 1) / threads); c++)
                Lanes.AddRows(_output[c], _hidden.First, _stride, _scores.First + c, _padded, texts.Length);
            return;
        }

        for (var i = 0; i < texts.Length; i++)
        {
            var nodes = _tree.Nodes(_train.Labels[texts[i]]);
            for (var j = 0; j < nodes.Length; j++)
                if (threads == 1 || nodes[j] % threads == thread)
                    Lanes.Add(_output[nodes[j]], _hidden[i], _scores[i][j], _stride);
        }
    }

    private void ChangeInput(ReadOnlySpan<int> texts, int threads, int thread)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            var gradient = _gradient[i];
            foreach (var row in _bags[texts[i]])
                if (threads == 1 || row % threads == thread)
                    Lanes.Add(_input[row], gradient, _stride);
        }
    }
}
