using Bellwether.Experiments.Assignment;
using Bellwether.Numerics;

namespace Bellwether.Serving.Pipeline;

/// <summary>Which arms there are and who gets which: by a salted hash of the unit, so that a unit stays where it is.</summary>
/// <remarks>The split is an <see cref="ArmSplit"/>: raising a share only adds units to that arm. Immutable; no allocation per assignment.</remarks>
public sealed class ArmPlan
{
    private readonly Arm[] _others, _shadows;
    private readonly ArmSplit _split;

    /// <summary>Makes a plan.</summary>
    /// <param name="salt">What keeps this experiment's hash apart from others'.</param>
    /// <param name="control">Gets all units that no other arm gets.</param>
    /// <param name="others">The other arms; shares must add up to at most 1.</param>
    /// <param name="shadows">Arms that score what others answer.</param>
    /// <exception cref="ArgumentException">Shares add up to more than 1, or a name occurs twice.</exception>
    public ArmPlan(string salt, Arm control, IEnumerable<Arm>? others = null, IEnumerable<Arm>? shadows = null)
    {
        Salt = Require.NotBlank(salt);
        Control = control;
        _others = [.. others ?? []];
        _shadows = [.. shadows ?? []];
        var total = _others.Sum(a => a.Share);
        if (total > 1 + 1e-9)
            throw new ArgumentException(FormattableString.Invariant($"The shares of the arms beside the control must add up to at most 1, but add up to {total}."), nameof(others));
        if (_others.Concat(_shadows).Append(control).GroupBy(a => a.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The names of arms must be unique, but '{twice.Key}' occurs twice.", nameof(others));
        ControlShare = Math.Clamp(1 - total, 0, 1);
        _split = new ArmSplit(salt, [new(control.Name, ControlShare), .. _others.Select(a => new Experiments.Assignment.Arm(a.Name, a.Share))]);
    }

    /// <summary>What keeps this plan's hash apart from others'.</summary>
    public string Salt { get; }

    /// <summary>The arm that gets all units that no other gets.</summary>
    public Arm Control { get; }

    /// <summary>The share of the control.</summary>
    public double ControlShare { get; }

    /// <summary>The other arms.</summary>
    public IReadOnlyList<Arm> Others => _others;

    /// <summary>The arms that score what others answer.</summary>
    public IReadOnlyList<Arm> Shadows => _shadows;

    /// <summary>The arm of a unit.</summary>
    /// <param name="unit">The unit's key, e.g. a card or a user.</param>
    /// <param name="propensity">The probability with which a unit gets this arm.</param>
    /// <returns>The place of the arm: -1 for the control, else its place in <see cref="Others"/>.</returns>
    public int Assign(string unit, out double propensity)
    {
        var arm = _split.IndexOf(unit) - 1;
        propensity = arm < 0 ? ControlShare : _others[arm].Share;
        return arm;
    }

    /// <summary>The same plan with another arm in the place of the one of that name, or at the end.</summary>
    public ArmPlan With(Arm arm) => _others.Any(a => a.Name == arm.Name)
        ? new ArmPlan(Salt, Control, _others.Select(a => a.Name == arm.Name ? arm : a), _shadows)
        : new ArmPlan(Salt, Control, _others.Append(arm), _shadows);
}
