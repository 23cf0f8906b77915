namespace Bellwether.Monitoring.Drift;

/// <summary>One feature against its reference.</summary>
/// <param name="Name">The feature; <c>prediction</c> for the predictions.</param>
/// <param name="Rows">Live rows in the window.</param>
/// <param name="Psi">Population stability index over about ten bins; NaN where one side has no values.</param>
/// <param name="JensenShannon">Jensen-Shannon distance over the same bins.</param>
/// <param name="Test">Kolmogorov-Smirnov over fifty bins for a number, chi-square for a category.</param>
/// <param name="CorrectedPValue">The smallest p-value of the feature's tests (distribution, missing, unseen), corrected over all tests (Holm).</param>
/// <param name="MissingShare">Live share of missing values.</param>
/// <param name="MissingDelta">Live less reference share of missing values.</param>
/// <param name="UnseenShare">Live share, among the values that are there, of categories that the reference does not know.</param>
/// <param name="Verdict">The verdict on all of it.</param>
public sealed record FeatureDrift(
    string Name, long Rows, double Psi, double JensenShannon, TestResult Test, double CorrectedPValue, double MissingShare, double MissingDelta,
    double UnseenShare, DriftVerdict Verdict);
