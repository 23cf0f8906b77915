using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Sparse;

/// <summary>One model per class; their scores side by side. Immutable.</summary>
public sealed class OneVersusRestModel : ISparseModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "one-versus-rest/1";

    private readonly ISparseModel[] _models;

    internal OneVersusRestModel(ISparseModel[] models) => _models = models;

    /// <inheritdoc/>
    public int Width => _models[0].Width;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Score;

    /// <inheritdoc/>
    public int Outputs => _models.Length;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> scores)
    {
        for (var label = 0; label < _models.Length; label++)
            _models[label].Score(columns, values, scores.Slice(label, 1));
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32(_models.Length);
        foreach (var model in _models)
            writer.Artifact(model);
    }

    internal static OneVersusRestModel Read(ModelReader reader)
    {
        var count = reader.Int32();
        if (count is < 2 or > ClassLabels.Most)
            throw new ModelFormatException("A model of classes must have two or more. The model was not written by Bellwether; train it again.");
        var models = new List<ISparseModel>();
        for (var label = 0; label < count; label++)
            models.Add(reader.Artifact<ISparseModel>());
        if (models.Any(m => m.Outputs != 1 || m.Width != models[0].Width))
            throw new ModelFormatException("The models of the classes must have one score each and the same width. The model was not written by Bellwether; train it again.");
        return new OneVersusRestModel([.. models]);
    }
}
