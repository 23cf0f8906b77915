namespace Bellwether.Worlds;

/// <summary>A simulated part of the world with known truth: it asks for decisions, lives with them, and tells their outcomes later.</summary>
/// <remarks>Deterministic: the same seed and the same actions give the same steps, bit for bit. Time only moves forward. Not safe for
/// concurrent use.</remarks>
/// <typeparam name="TRequest">What a decision is asked for. Carries what a caller could see; the truth stays inside the world.</typeparam>
/// <typeparam name="TAction">What the caller decided.</typeparam>
/// <typeparam name="TOutcome">What becomes known later, and only where the action lets it.</typeparam>
public interface IWorld<TRequest, TAction, TOutcome>
    where TRequest : class
    where TOutcome : class
{
    /// <summary>When the world's time begins.</summary>
    DateTimeOffset Start { get; }

    /// <summary>The faults that were planted, in order of time.</summary>
    IReadOnlyList<PlantedFault> Faults { get; }

    /// <summary>The next thing that happens before <paramref name="until"/>, in order of time; null when nothing does.</summary>
    /// <remarks>After a step with a request, <see cref="Act"/> must be called once before the next step.</remarks>
    WorldStep<TRequest, TOutcome>? Next(DateTimeOffset until);

    /// <summary>Carries out the caller's decision on a request: it may cause outcomes later, and changes how the world's people behave.</summary>
    void Act(TRequest request, TAction action);

    /// <summary>What somebody who knew the truth would decide.</summary>
    TAction Optimal(TRequest request);

    /// <summary>What an action on a request is worth, by the truth, in the world's unit (e.g. dollars): regret is the difference to the
    /// utility of the optimal action.</summary>
    double Utility(TRequest request, TAction action);
}
