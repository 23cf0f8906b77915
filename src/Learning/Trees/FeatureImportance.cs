namespace Bellwether.Learning.Trees;

/// <summary>How much a feature did for a model.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Gain">The summed gain of its splits.</param>
/// <param name="Splits">How many splits use it.</param>
public sealed record FeatureImportance(string Feature, double Gain, int Splits);
