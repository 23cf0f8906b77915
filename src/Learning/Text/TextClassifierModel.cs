using System.Runtime.InteropServices;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Numerics;

namespace Bellwether.Learning.Text;

/// <summary>A vectorizer and a model of its rows. Immutable.</summary>
public sealed class TextClassifierModel : ITextModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "text-classifier/1";

    [ThreadStatic]
    private static List<int>? t_columns;

    [ThreadStatic]
    private static List<float>? t_values;

    private readonly IFittedVectorizer _vectorizer;
    private readonly ISparseModel _model;

    internal TextClassifierModel(IFittedVectorizer vectorizer, ISparseModel model, int classes) => (_vectorizer, _model, Classes) = (vectorizer, model, classes);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public ModelOutput Output => _model.Output == ModelOutput.Score ? ModelOutput.Score : ModelOutput.Class;

    /// <summary>What the vectorizer learned.</summary>
    public IFittedVectorizer Vectorizer => _vectorizer;

    /// <summary>What was learned from its rows.</summary>
    public ISparseModel Model => _model;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<char> text, Span<double> scores)
    {
        Require.SameLength(Classes, scores.Length);
        var (columns, values) = (t_columns ??= [], t_values ??= []);
        _vectorizer.Transform(text, columns, values);
        ReadOnlySpan<int> c = CollectionsMarshal.AsSpan(columns);
        ReadOnlySpan<float> v = CollectionsMarshal.AsSpan(values);
        scores.Fill(_model.Output == ModelOutput.Score ? -double.MaxValue : 0);
        if (_model.Outputs > 1)
        {
            _model.Score(c, v, scores[.._model.Outputs]);
            return;
        }

        Span<double> one = stackalloc double[1];
        _model.Score(c, v, one);
        (scores[0], scores[1]) = (_model.Output == ModelOutput.Score ? -one[0] : 1 - one[0], one[0]);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Artifact(_vectorizer);
        writer.Artifact(_model);
        writer.Int32(Classes);
    }

    internal static TextClassifierModel Read(ModelReader reader)
    {
        var (vectorizer, model, classes) = (reader.Artifact<IFittedVectorizer>(), reader.Artifact<ISparseModel>(), reader.Int32());
        return classes >= 2 && model.Outputs <= classes && model.Output != ModelOutput.Value && model.Width == vectorizer.Width
            ? new TextClassifierModel(vectorizer, model, classes)
            : throw new ModelFormatException("A text classifier must have a model of its vectorizer's width, and no more outputs than classes. The model was not written by Bellwether; train it again.");
    }
}
