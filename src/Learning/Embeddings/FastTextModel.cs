using System.Buffers;
using System.Runtime.CompilerServices;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Embeddings;

/// <summary>What a <see cref="FastTextClassifier"/> learned. Immutable.</summary>
public sealed unsafe class FastTextModel : ITextModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "fasttext/1";

    private readonly TextFeatures _features;
    private readonly TextLoss _loss;
    private readonly long[] _counts;
    private readonly HuffmanTree? _tree;
    private readonly RowTable _input, _output;

    internal FastTextModel(TextFeatures features, TextLoss loss, long[] counts, RowTable input, RowTable output)
    {
        (_features, _loss, _counts, _input, _output) = (features, loss, counts, input, output);
        _tree = loss == TextLoss.HierarchicalSoftmax ? new HuffmanTree(counts) : null;
    }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Classes => _output.Rows;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <summary>d, the length of a text's vector.</summary>
    public int Dimension => _input.Dimension;

    /// <summary>Writes the probabilities (k) of the classes; together 1. O(features·d + k·d). Allocates nothing.</summary>
    /// <inheritdoc/>
    public void Score(ReadOnlySpan<char> text, Span<double> scores)
    {
        Require.SameLength(Classes, scores.Length);
        var (stride, padded) = (_input.Stride, (Classes + Lanes.Width - 1) / Lanes.Width * Lanes.Width);
        var room = stride + padded;
        var rented = room > 1024 ? ArrayPool<float>.Shared.Rent(room) : null;
        Span<float> scratch = rented is null ? stackalloc float[room] : rented.AsSpan(0, room);
        fixed (float* hidden = scratch)
        {
            Mean(text, hidden);
            if (_tree is not null)
                Descend(hidden, hidden + stride, scores);
            else
                Flat(hidden, hidden + stride, padded, scores);
        }

        if (rented is not null)
            ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Writes the vector (d) of a text: the mean of its features' rows.</summary>
    public void Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        Require.SameLength(Dimension, vector.Length);
        Span<float> scratch = stackalloc float[_input.Stride];
        fixed (float* hidden = scratch)
            Mean(text, hidden);
        scratch[..Dimension].CopyTo(vector);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _features.Write(writer);
        writer.Int32((int)_loss);
        writer.Int32(Dimension);
        writer.Int32(Classes);
        writer.Array<long>(_counts);
        writer.Array<float>(_input.ToArray());
        writer.Array<float>(_output.ToArray());
    }

    internal static FastTextModel Read(ModelReader reader)
    {
        var features = TextFeatures.Read(reader);
        var (loss, dimension, classes, counts) = ((TextLoss)reader.Int32(), reader.Int32(), reader.Int32(), reader.Array<long>());
        var (input, output) = (reader.Array<float>(), reader.Array<float>());
        if (!Enum.IsDefined(loss) || dimension is < 1 or > 4_096 || classes < 2 || counts.Length != (loss == TextLoss.HierarchicalSoftmax ? classes : 0)
            || input.Length != (long)features.Rows * dimension || output.Length != (long)classes * dimension)
            throw new ModelFormatException("A fastText model must have one row per feature and per class. The model was not written by Bellwether; train it again.");
        if (!Finite(input) || !Finite(output) || counts.Any(c => c < 0))
            throw new ModelFormatException("The numbers of a fastText model must be finite. The model was not written by Bellwether; train it again.");
        return new FastTextModel(features, loss, counts, RowTable.Of(input, features.Rows, dimension), RowTable.Of(output, classes, dimension));
    }

    /// <summary>Finite, and so small that no sum of products of them overflows.</summary>
    private static bool Finite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (!(Math.Abs(value) < 1e15f))
                return false;
        return true;
    }

    [SkipLocalsInit]
    private void Mean(ReadOnlySpan<char> text, float* hidden)
    {
        var sink = new FeatureSink(_features, learning: false, stackalloc int[512], stackalloc int[256]);
        _features.Fill(text, ref sink);
        Lanes.Mean(hidden, _input, sink.Rows.Ids, 1f / sink.Rows.Count);
        sink.Release();
    }

    private void Flat(float* hidden, float* scores, int padded, Span<double> probabilities)
    {
        for (var c = 0; c < Classes; c++)
            scores[c] = Lanes.Dot(hidden, _output[c], _input.Stride);
        if (_loss == TextLoss.Softmax)
        {
            new Span<float>(scores + Classes, padded - Classes).Fill(float.NegativeInfinity);
            Lanes.Softmax(scores, padded);
        }

        var sum = 0.0;
        for (var c = 0; c < Classes; c++)
            sum += probabilities[c] = _loss == TextLoss.Softmax ? scores[c] : 1 / (1 + Math.Exp(-(double)scores[c]));
        for (var c = 0; c < Classes; c++)
            probabilities[c] = sum > 0 ? probabilities[c] / sum : 1.0 / Classes;
    }

    /// <summary>From the root down: a node's children share its probability.</summary>
    private void Descend(float* hidden, float* shares, Span<double> probabilities)
    {
        var k = Classes;
        shares[k - 2] = 1;
        for (var node = k - 2; node >= 0; node--)
        {
            var right = 1 / (1 + Math.Exp(-(double)Lanes.Dot(hidden, _output[node], _input.Stride)));
            Put(_tree!.Left[node], shares[node] * (1 - right), probabilities);
            Put(_tree.Right[node], shares[node] * right, probabilities);
        }

        void Put(int child, double share, Span<double> into)
        {
            if (child < k)
                into[child] = share;
            else
                shares[child - k] = (float)share;
        }
    }
}
