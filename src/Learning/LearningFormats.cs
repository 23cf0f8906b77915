using Bellwether.Data.Formats;
using Bellwether.Learning.Anomaly;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.Clustering;
using Bellwether.Learning.Embeddings;
using Bellwether.Learning.Ensembles;
using Bellwether.Learning.Factorization;
using Bellwether.Learning.FactorizationMachines;
using Bellwether.Learning.Hashing;
using Bellwether.Learning.Kernels;
using Bellwether.Learning.Linear;
using Bellwether.Learning.NaiveBayes;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Pipelines;
using Bellwether.Learning.Projection;
using Bellwether.Learning.Recommenders;
using Bellwether.Learning.Rules;
using Bellwether.Learning.Sparse;
using Bellwether.Learning.Text;
using Bellwether.Learning.Tokenization;
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
        new(TreesFormat1.FormatName, TreesFormat1.Read),
        new(TreesModel.FormatName, TreesFormat.ReadModel),
        new(TreesClassifier.FormatName, TreesFormat.ReadClassifier),
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
        new(PipelineModel.FormatName, PipelineModel.Read),
        new(CalibratedModel.FormatName, CalibratedModel.Read),
        new(AverageModel.FormatName, AverageModel.Read),
        new(AverageClassifier.FormatName, AverageClassifier.Read),
        new(StackedModel.FormatName, StackedModel.Read),
        new(StackedClassifier.FormatName, StackedClassifier.Read),
        new(NeighbourModel.FormatName, NeighbourModel.Read),
        new(NeighbourClassifier.FormatName, NeighbourClassifier.Read),
        new(CentroidClustering.FormatName, CentroidClustering.Read),
        new(GaussianMixtureModel.FormatName, GaussianMixtureModel.Read),
        new(PrincipalProjection.FormatName, PrincipalProjection.Read),
        new(IsolationForestModel.FormatName, IsolationForestModel.Read),
        new(LocalOutlierModel.FormatName, LocalOutlierModel.Read),
        new(SupportVectorModel.FormatName, SupportVectorModel.Read),
        new(SupportVectorClassifier.FormatName, SupportVectorClassifier.Read),
        new(PopularityModel.FormatName, PopularityModel.Read),
        new(ItemItemModel.FormatName, ItemItemModel.Read),
        new(UserNeighboursModel.FormatName, UserNeighboursModel.Read),
        new(FactorModel.FormatName, FactorModel.Read),
        new(FastTextModel.FormatName, FastTextModel.Read),
        new(WordVectors.FormatName, WordVectors.Read),
        new(TfidfModel.FormatName, TfidfModel.Read),
        new(HashingModel.FormatName, HashingModel.Read),
        new(TextClassifierModel.FormatName, TextClassifierModel.Read),
        new(LatentSemanticModel.FormatName, LatentSemanticModel.Read),
        new(SubwordTokenizer.FormatName, SubwordTokenizer.Read),
    ];
}
