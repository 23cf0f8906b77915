using Bellwether.Data.Formats;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Linear;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Pipelines;
using Bellwether.Learning.Rules;
using Bellwether.Learning.Sparse;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning;

/// <summary>The readers of every model format of this library, for <see cref="ArtifactFormats"/>.</summary>
public static class LearningFormats
{
    /// <summary>Format names and their readers.</summary>
    public static IReadOnlyList<KeyValuePair<string, Func<ModelReader, IArtifact>>> All { get; } =
    [
        new(ConstantModel.FormatName, ConstantModel.Read),
        new(GroupMeanModel.FormatName, GroupMeanModel.Read),
        new(FormulaModel.FormatName, FormulaModel.Read),
        new(RuleSetModel.FormatName, RuleSetModel.Read),
        new(LinearModel.FormatName, LinearModel.Read),
        new(PoissonModel.FormatName, PoissonModel.Read),
        new(SoftmaxModel.FormatName, SoftmaxModel.Read),
        new(SparseLinearModel.FormatName, SparseLinearModel.Read),
        new(SparseClassesModel.FormatName, SparseClassesModel.Read),
        new(OneVersusRestModel.FormatName, OneVersusRestModel.Read),
        new(GaussianNaiveBayesModel.FormatName, GaussianNaiveBayesModel.Read),
        new(HashedModel.FormatName, HashedModel.Read),
        new(HashedClassifier.FormatName, HashedClassifier.Read),
        new(FactorizationMachineModel.FormatName, FactorizationMachineModel.Read),
        new(FieldAwareModel.FormatName, FieldAwareModel.Read),
        new(BoostedTreesModel.FormatName, TreesFormat.Read),
        new(PipelineModel.FormatName, PipelineModel.Read),
        new(CalibratedModel.FormatName, CalibratedModel.Read),
    ];
}
