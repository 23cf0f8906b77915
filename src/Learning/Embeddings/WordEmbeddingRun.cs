using Bellwether.Data.Models;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Embeddings;

/// <summary>One training of a <see cref="WordEmbedding"/>.</summary>
/// <remarks>A batch of places has two steps, as in <see cref="ClassifierRun"/>: gradients at frozen parameters, places shared out; then changes in the order of places, rows shared out.</remarks>
internal sealed unsafe class WordEmbeddingRun
{
    private readonly WordEmbedding _options;
    private readonly TextFeatures _features;
    private readonly FitContext _context;
    private readonly Corpus _corpus;
    private readonly RowTable _input, _output, _hidden, _gradient;
    private readonly AliasTable _negatives;
    private readonly float[] _keep;
    private readonly int _stride, _most;
    private readonly int[] _windows, _counts, _targets;
    private readonly float[] _factors;
    private readonly Seed _seed;

    public WordEmbeddingRun(WordEmbedding options, TextFeatures features, IReadOnlyList<string> texts, FitContext context)
    {
        (_options, _features, _context, _seed) = (options, features, context, context.Seed.Derive("places"));
        _corpus = Corpus.Of(features, options.Words, texts, context.CancellationToken);
        if ((long)features.Rows * (options.Dimension + Lanes.Width) > int.MaxValue)
            throw new TrainingException($"{options.Name} must have at most 2^31 numbers, but {features.Rows} rows of {options.Dimension} are more. Lower Buckets or Dimension, or raise MinCount.");
        _input = new RowTable(features.Rows, options.Dimension);
        _output = new RowTable(features.Words.Count, options.Dimension);
        (_hidden, _gradient) = (new RowTable(options.Batch, options.Dimension), new RowTable(options.Batch, options.Dimension));
        _stride = _input.Stride;
        _negatives = new AliasTable([.. features.Counts.Select(c => Math.Pow(c, options.NegativePower))]);
        double total = features.Counts.Sum();
        _keep = [.. features.Counts.Select(c => options.Subsample == 0 ? 1 : (float)(Math.Sqrt(options.Subsample * total / c) + (options.Subsample * total / c)))];
        _most = (options.Model == WordModel.SkipGram ? 2 * options.Window : 1) * (1 + options.Negatives);
        (_windows, _counts) = (new int[options.Batch], new int[options.Batch]);
        (_targets, _factors) = (new int[options.Batch * _most], new float[options.Batch * _most]);
    }

    public WordVectors Fit()
    {
        var (stream, bound) = (_context.Seed.Derive("rows").Stream(), 1.0 / _options.Dimension);
        for (var row = 0; row < _input.Rows; row++)
            foreach (ref var value in _input.Span(row))
                value = (float)stream.NextDouble(-bound, bound);
        var crew = new Crew(Math.Clamp(_context.Threads, 1, Math.Min(_options.Batch, 64)));
        crew.Run(thread => Train(crew, thread));
        return new WordVectors(_features, _input);
    }

    private void Train(Crew crew, int thread)
    {
        var kept = new List<int>();
        var total = Math.Max(1.0, (double)_corpus.Words.Length * _options.Epochs);
        for (var epoch = 0; epoch < _options.Epochs; epoch++)
            for (var text = 0; text + 1 < _corpus.Starts.Length; text++)
            {
                if (thread == 0 && (text & 63) == 0)
                {
                    _context.CancellationToken.ThrowIfCancellationRequested();
                    _context.Progress?.Report((((double)epoch * _corpus.Words.Length) + _corpus.Starts[text]) / total);
                }

                var seed = _seed.Derive(((long)epoch << 40) ^ text);
                Keep(text, seed, kept);
                for (var first = 0; first < kept.Count; first += _options.Batch)
                {
                    if (thread == 0 && (first & 65535) < _options.Batch)
                        _context.CancellationToken.ThrowIfCancellationRequested();
                    var done = ((double)epoch * _corpus.Words.Length) + _corpus.Starts[text] + ((double)first / kept.Count * (_corpus.Starts[text + 1] - _corpus.Starts[text]));
                    var rate = (float)(_options.LearningRate * (1 - (done / total)));
                    var count = Math.Min(_options.Batch, kept.Count - first);
                    var words = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept);
                    for (var i = thread; i < count; i += crew.Threads)
                        Forward(i, words, first + i, new DrawStream(new Seed(seed.Value + ((ulong)(first + i + 1) * 0xD1342543DE82EF95))), rate);
                    crew.Meet();
                    ChangeOutput(count, crew.Threads, thread);
                    ChangeInput(words, first, count, crew.Threads, thread);
                    crew.Meet();
                }
            }
    }

    /// <summary>The words of a text that are not left out; every thread finds the same.</summary>
    private void Keep(int text, Seed seed, List<int> kept)
    {
        kept.Clear();
        var stream = new DrawStream(seed);
        foreach (var word in _corpus.Words.AsSpan(_corpus.Starts[text], _corpus.Starts[text + 1] - _corpus.Starts[text]))
            if (_keep[word] >= 1 || stream.Unit() < _keep[word])
                kept.Add(word);
    }

    private void Forward(int place, ReadOnlySpan<int> words, int at, DrawStream stream, float rate)
    {
        var window = _windows[place] = 1 + stream.Below(_options.Window);
        var (from, to) = (Math.Max(0, at - window), Math.Min(words.Length - 1, at + window));
        float* hidden = _hidden[place], gradient = _gradient[place];
        new Span<float>(gradient, _stride).Clear();
        _counts[place] = 0;
        if (to == from)
            return;
        if (_options.Model == WordModel.SkipGram)
        {
            var rows = _corpus.Rows[words[at]];
            Lanes.Mean(hidden, _input, rows, 1f / rows.Length);
            for (var other = from; other <= to; other++)
                if (other != at)
                    Tell(place, words[other], ref stream, rate);
            return;
        }

        new Span<float>(hidden, _stride).Clear();
        var count = 0;
        for (var other = from; other <= to; other++)
            if (other != at)
                foreach (var row in _corpus.Rows[words[other]])
                {
                    Lanes.Add(hidden, _input[row], _stride);
                    count++;
                }

        Lanes.Scale(hidden, 1f / count, _stride);
        Tell(place, words[at], ref stream, rate);
    }

    /// <summary>Tells a word from drawn ones.</summary>
    private void Tell(int place, int word, ref DrawStream stream, float rate)
    {
        float* hidden = _hidden[place], gradient = _gradient[place];
        for (var draw = 0; draw <= _options.Negatives; draw++)
        {
            var target = draw == 0 ? word : _negatives.Draw(ref stream);
            if (draw > 0 && target == word)
                continue;
            var row = _output[target];
            var factor = rate * ((draw == 0 ? 1 : 0) - Logistic.Of(Lanes.Dot(hidden, row, _stride)));
            Lanes.Add(gradient, row, factor, _stride);
            var next = (place * _most) + _counts[place]++;
            (_targets[next], _factors[next]) = (target, factor);
        }
    }

    private void ChangeOutput(int count, int threads, int thread)
    {
        for (var place = 0; place < count; place++)
        {
            var hidden = _hidden[place];
            var end = (place * _most) + _counts[place];
            for (var i = place * _most; i < end; i++)
                if (threads == 1 || _targets[i] % threads == thread)
                    Lanes.Add(_output[_targets[i]], hidden, _factors[i], _stride);
        }
    }

    private void ChangeInput(ReadOnlySpan<int> words, int first, int count, int threads, int thread)
    {
        for (var place = 0; place < count; place++)
        {
            if (_counts[place] == 0)
                continue;
            var at = first + place;
            var gradient = _gradient[place];
            var reach = _options.Model == WordModel.SkipGram ? 0 : _windows[place];
            for (var other = Math.Max(0, at - reach); other <= Math.Min(words.Length - 1, at + reach); other++)
                if (reach == 0 || other != at)
                    foreach (var row in _corpus.Rows[words[other]])
                        if (threads == 1 || row % threads == thread)
                            Lanes.Add(_input[row], gradient, _stride);
        }
    }
}
