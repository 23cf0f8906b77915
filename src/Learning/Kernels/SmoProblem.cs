namespace Bellwether.Learning.Kernels;

/// <summary>Minimize ½ aᵀQa + pᵀa with yᵀa fixed and 0 ≤ a ≤ C, where Q(i, j) = y(i) y(j) K(point(i), point(j)).</summary>
/// <param name="Points">The point of each variable.</param>
/// <param name="Signs">y: 1 or -1.</param>
/// <param name="Linear">p.</param>
/// <param name="Bounds">C.</param>
/// <param name="Start">a to start from; yᵀa stays what it is.</param>
internal sealed record SmoProblem(int[] Points, sbyte[] Signs, double[] Linear, double[] Bounds, double[] Start);
