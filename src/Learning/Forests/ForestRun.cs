using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.Forests;

/// <summary>One fit of averaged trees: each tree is grown by one thread.</summary>
internal static class ForestRun
{
    private const int MostClasses = 1000;

    /// <summary>Checks rows and grows the trees.</summary>
    /// <exception cref="TrainingException">The rows cannot be learned from.</exception>
    public static IModel Fit(ForestOptions options, IColumnSource train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        TrainingRows.Check(train, options.Output, options.Name, bothClasses: options.Output == ModelOutput.Probability);
        var classes = options.Output switch
        {
            ModelOutput.Value => 0,
            ModelOutput.Probability => 2,
            ModelOutput.Class => TreeClasses.Count(train, options.Name, -1, MostClasses),
            _ => throw new TrainingException($"'{options.Name}' must give a value, a probability or a class, but is asked for {options.Output}."),
        };
        using var crew = new Crew(context.Threads, context.CancellationToken);
        using var rows = BinnedRows.Of(train, options.MaxBins, bundle: false, context.Seed.Derive("bins"), crew, byRow: false);
        var targets = new ForestTargets(train, classes);
        var (trees, grown) = (new List<TreeNode>[options.Trees], 0);
        crew.Run(options.Trees, tree =>
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            trees[tree] = new ForestTree(options, rows, targets, context.Seed.Derive("tree").Derive(tree), context.CancellationToken).Grow();
            var done = Interlocked.Increment(ref grown);
            if (options.Trees > 1 && done < options.Trees && crew.Threads == 1)
                context.Progress?.Report((double)done / options.Trees);
        });
        context.Progress?.Report(1);
        var outputs = options.Output == ModelOutput.Class ? classes : 1;
        var builder = new TreeEnsembleBuilder([.. rows.Features.Select(f => f.Codes)], outputs, outputs);
        foreach (var tree in trees)
            builder.Add(tree);
        var ensemble = builder.Build(new double[outputs], averaged: true);
        return outputs > 1 ? new TreesClassifier(train.Schema, ensemble) : new TreesModel(train.Schema, options.Output, ensemble);
    }
}
