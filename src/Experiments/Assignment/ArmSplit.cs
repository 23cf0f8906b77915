using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Experiments.Assignment;

/// <summary>Assigns units to arms by a salted hash: the same unit falls to the same arm in every process, without any state.</summary>
/// <remarks>The first arm is the control. Each other arm draws its own hash of <c>salt/name</c>, and takes a unit that no arm before it took
/// with the probability that gives it its share of all. So raising an arm's share at the control's expense only adds units to it, and lowering it
/// only gives units back: ramps are monotone for any number of arms. An arm that lost units to one before it is made up from those behind
/// it and the control; so new arms, and those that ramp, belong at the end, where they take units from the control alone. Different salts give independent splits. Immutable; safe to share.</remarks>
public sealed class ArmSplit
{
    private readonly Arm[] _arms;
    private readonly ulong[] _salts;
    private readonly double[] _thresholds;

    /// <summary>Makes a split.</summary>
    /// <param name="salt">Names the experiment; not blank.</param>
    /// <param name="arms">The control first; shares must sum to 1 within 1e-9.</param>
    /// <exception cref="ArgumentException">There is no arm, a name occurs twice, or the shares do not sum to 1.</exception>
    public ArmSplit(string salt, IReadOnlyList<Arm> arms)
    {
        Salt = Require.NotBlank(salt);
        _arms = [.. arms];
        if (_arms.Length == 0)
            throw new ArgumentException("arms must hold at least one arm.", nameof(arms));
        if (_arms.GroupBy(a => a.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The names of arms must be unique, but '{twice.Key}' occurs twice.", nameof(arms));
        var total = _arms.Sum(a => a.Share);
        if (Math.Abs(total - 1) > 1e-9)
            throw new ArgumentException(FormattableString.Invariant($"Shares must sum to 1, but sum to {total}."), nameof(arms));
        _salts = [.. _arms.Select(a => StableHash.Of($"{salt}/{a.Name}"))];
        _thresholds = new double[_arms.Length];
        var left = 1.0;
        for (var i = 1; i < _arms.Length; i++)
        {
            _thresholds[i] = left > 1e-12 ? Math.Min(1, _arms[i].Share / left) : 0;
            left -= _arms[i].Share;
        }
    }

    /// <summary>The salt.</summary>
    public string Salt { get; }

    /// <summary>The arms, the control first.</summary>
    public IReadOnlyList<Arm> Arms => _arms;

    /// <summary>A split of two: a candidate with a share, and a control with the rest.</summary>
    /// <exception cref="ArgumentException">The share lies outside [0, 1] or a name is blank.</exception>
    public static ArmSplit Between(string salt, string control, string candidate, double candidateShare) =>
        new(salt, [new Arm(control, 1 - Require.InRange(candidateShare, 0.0, 1.0)), new Arm(candidate, candidateShare)]);

    /// <summary>The arm of a unit. O(arms), no allocation.</summary>
    public Arm Of(ReadOnlySpan<char> unit) => _arms[IndexOf(unit)];

    /// <summary>The place in <see cref="Arms"/> of a unit's arm. O(arms), no allocation.</summary>
    public int IndexOf(ReadOnlySpan<char> unit)
    {
        for (var i = 1; i < _arms.Length; i++)
            if (_thresholds[i] > 0 && (StableHash.Of(unit, _salts[i]) >> 11) * (1.0 / (1UL << 53)) < _thresholds[i])
                return i;
        return 0;
    }
}
