namespace Bellwether.Worlds.Payments;

/// <summary>A fraudster at work: makes one attempt after another, and learns from what became of each.</summary>
internal interface IFraudCampaign
{
    /// <summary>What kind of fraud it is.</summary>
    FraudKind Kind { get; }

    /// <summary>When the next attempt is made; null when the campaign is over.</summary>
    DateTimeOffset? NextAt { get; }

    /// <summary>Makes the attempt that is due.</summary>
    PaymentDraft Attempt();

    /// <summary>Learns whether the attempt went through, and plans the next.</summary>
    void Learn(bool wentThrough);
}
