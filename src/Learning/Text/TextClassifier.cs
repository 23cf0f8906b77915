using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Text;

/// <summary>A classifier of texts made of two parts: what turns texts into sparse rows, and a learner of sparse rows.</summary>
/// <param name="Vectorizer">E.g. <see cref="TfidfVectorizer"/>.</param>
/// <param name="Learner">Any learner whose labels are classes.</param>
public sealed record TextClassifier(IVectorizer Vectorizer, ISparseLearner Learner) : ITextLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = $"{Vectorizer.Name} + {Learner.Name}";

    /// <inheritdoc/>
    public ITextModel Fit(TextDataset train, FitContext context)
    {
        if (train.Rows == 0)
            throw new TrainingException($"{Name} must have at least one text, but got none.");
        if (train.Classes < 2 || train.Labels.IndexOfAnyExcept(train.Labels[0]) < 0)
            throw new TrainingException($"{Name} must see at least two classes, but all {train.Rows} texts are of class {train.Labels[0]}.");
        var vectorizer = Vectorizer.Fit(train.Texts, context);
        var labels = new double[train.Rows];
        for (var row = 0; row < labels.Length; row++)
            labels[row] = train.Labels[row];
        var rows = vectorizer.Transform(train.Texts, context.Threads, context.CancellationToken);
        var model = Learner.Fit(new SparseDataset(rows, labels), context);
        if (model.Outputs > train.Classes || model.Output == ModelOutput.Value)
            throw new TrainingException($"{Name} must use a learner of classes, but {Learner.Name} gives {model.Outputs} outputs of kind {model.Output} for {train.Classes} classes.");
        return new TextClassifierModel(vectorizer, model, train.Classes);
    }
}
