namespace Bellwether.Monitoring.Slo;

/// <summary>How fast the error budget burns by one rule: 1 uses it up exactly over the objective's window.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Long">Over the long window; 0 without events.</param>
/// <param name="Short">Over the short window; 0 without events.</param>
/// <param name="Events">Events in the short window.</param>
public sealed record BurnRate(BurnRateRule Rule, double Long, double Short, long Events)
{
    /// <summary>The lower of the two rates, which is what must pass the rule's factor.</summary>
    public double Rate => Math.Min(Long, Short);

    /// <summary>True when both windows burn at least as fast as the rule's factor.</summary>
    public bool IsBurning => Rate >= Rule.Factor;
}
