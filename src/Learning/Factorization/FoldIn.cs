namespace Bellwether.Learning.Factorization;

/// <summary>How the factors of somebody are found from his history.</summary>
/// <param name="Kind">The problem that is solved.</param>
/// <param name="L2">λ.</param>
/// <param name="Unobserved">α₀: the weight of items not seen; 0 where only seen ones count.</param>
/// <param name="FrequencyPower">ν: the penalty is λ (n + α₀ m)^ν for n items seen of m.</param>
internal sealed record FoldIn(FoldKind Kind, double L2, double Unobserved, double FrequencyPower)
{
    /// <summary>The penalty on squared factors for a history of this length.</summary>
    public double Penalty(int seen, int all) => L2 * Math.Pow(seen + (Unobserved * all), FrequencyPower);
}
