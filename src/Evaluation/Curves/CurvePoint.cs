namespace Bellwether.Evaluation.Curves;

/// <summary>A point of a curve over thresholds.</summary>
/// <param name="X">False-positive rate (ROC) or recall (precision-recall).</param>
/// <param name="Y">Recall (ROC) or precision (precision-recall).</param>
/// <param name="Threshold">The score from which rows are flagged; infinity where nothing is.</param>
public readonly record struct CurvePoint(double X, double Y, double Threshold);
