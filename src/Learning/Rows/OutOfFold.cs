using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Rows;

/// <summary>What learners say of rows that they did not learn from, fold by fold, beside the same learners fitted on all rows.</summary>
/// <remarks>The score of a row comes only from models in whose training it was not: what is learned from these scores has not seen its own
/// labels through them (Wolpert, "Stacked generalization", 1992). A row that several folds test has the mean of its scores.</remarks>
internal sealed class OutOfFold
{
    private OutOfFold(IModel[] models, int[] rows, double[][] scores) => (Models, Rows, Scores) = (models, rows, scores);

    /// <summary>The learners' models of all rows.</summary>
    public IReadOnlyList<IModel> Models { get; }

    /// <summary>The places (m) of the rows that some fold tests, ascending: all of them, but for splitters by time or of one fold.</summary>
    public int[] Rows { get; }

    /// <summary>The scores (m) by column: one column a model, or k for a classifier of k classes.</summary>
    public double[][] Scores { get; }

    /// <summary>The rows that have scores.</summary>
    public Dataset Predicted(Dataset train) => Rows.Length == train.Rows ? train : train.Select(Rows);

    /// <summary>How many columns a model's scores take.</summary>
    public static int Columns(IModel model) => model is IClassifier classifier ? classifier.Classes : 1;

    /// <summary>Fits every learner on every fold and on all rows, side by side.</summary>
    /// <exception cref="TrainingException">A fit fails, or a fold's model has other classes than that of all rows.</exception>
    public static OutOfFold Fit(IReadOnlyList<ILearner> learners, Dataset train, ISplitter splitter, FitContext context)
    {
        var folds = splitter.Split(train, context.Seed.Derive("folds"));
        var (models, parts) = (new IModel[learners.Count], new double[learners.Count * folds.Count][]);
        var perLearner = folds.Count + 1;
        ParallelFits.Run(learners.Count * perLearner, context, (piece, inner) =>
        {
            var (learner, fold) = (piece / perLearner, piece % perLearner);
            var own = inner with { Seed = context.Seed.Derive(learner).Derive(fold) };
            if (fold == folds.Count)
                models[learner] = learners[learner].Fit(train, own);
            else
                parts[(learner * folds.Count) + fold] = ScoresOf(learners[learner].Fit(train.Select(folds[fold].Train.Span), own), train.Select(folds[fold].Test.Span));
        });
        return Join(learners, models, folds, parts, train.Rows);
    }

    /// <summary>The scores of rows, row after row, with <see cref="Columns"/> numbers each.</summary>
    private static double[] ScoresOf(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows * Columns(model)];
        if (model is IClassifier classifier)
            classifier.Probabilities(rows, scores);
        else
            model.Predict(rows, scores);
        return scores;
    }

    private static OutOfFold Join(IReadOnlyList<ILearner> learners, IModel[] models, IReadOnlyList<Fold> folds, double[][] parts, int rows)
    {
        var tests = new int[rows];
        foreach (var fold in folds)
            foreach (var row in fold.Test.Span)
                tests[row]++;
        int[] predicted = [.. Enumerable.Range(0, rows).Where(row => tests[row] > 0)];
        var columns = new List<double[]>();
        for (var learner = 0; learner < models.Length; learner++)
        {
            var width = Columns(models[learner]);
            for (var column = 0; column < width; column++)
            {
                var sums = new double[rows];
                for (var fold = 0; fold < folds.Count; fold++)
                {
                    var part = parts[(learner * folds.Count) + fold];
                    var test = folds[fold].Test.Span;
                    if (part.Length != test.Length * width)
                        throw new TrainingException($"Every fold must have rows of all {width} classes for '{learners[learner].Name}', but fold {fold} has {part.Length / test.Length}. Use stratified folds, fewer folds, or drop the rarest classes.");
                    for (var i = 0; i < test.Length; i++)
                        sums[test[i]] += part[(i * width) + column];
                }

                columns.Add([.. predicted.Select(row => sums[row] / tests[row])]);
            }
        }

        return new OutOfFold(models, predicted, [.. columns]);
    }
}
