using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Experiments.Assignment;

/// <summary>Assigns units to arms by a salted hash: the same unit falls to the same arm in every process, without any state.</summary>
/// <remarks>A unit has a fixed place on [0, 1). The first arm is the control and holds what is left between the others: the last arm
/// grows down from 1, all others up from 0. So raising the share of an arm that borders on the control, at its expense, moves units
/// from the control into that arm and no others: this holds for every arm where there are at most three, and for the last two where
/// there are more (no stateless assignment can do better). Different salts give independent splits. Immutable; safe to share.</remarks>
public sealed class ArmSplit
{
    private readonly Arm[] _arms;
    private readonly double[] _ends;
    private readonly double _top;
    private readonly ulong _salt;

    /// <summary>Makes a split.</summary>
    /// <param name="salt">Names the experiment; not blank.</param>
    /// <param name="arms">The control first; shares must sum to 1 within 1e-9.</param>
    /// <exception cref="ArgumentException">There is no arm, a name occurs twice, or the shares do not sum to 1.</exception>
    public ArmSplit(string salt, IReadOnlyList<Arm> arms)
    {
        Salt = Require.NotBlank(salt);
        _salt = StableHash.Of(salt);
        _arms = [.. arms];
        if (_arms.Length == 0)
            throw new ArgumentException("arms must hold at least one arm.", nameof(arms));
        if (_arms.Select(a => a.Name).Distinct(StringComparer.Ordinal).Count() != _arms.Length)
            throw new ArgumentException($"Arm names must be unique, but are {string.Join(", ", _arms.Select(a => a.Name))}.", nameof(arms));
        var total = _arms.Sum(a => a.Share);
        if (Math.Abs(total - 1) > 1e-9)
            throw new ArgumentException(FormattableString.Invariant($"Shares must sum to 1, but sum to {total}."), nameof(arms));
        _ends = new double[_arms.Length];
        for (var arm = 1; arm < _arms.Length - 1; arm++)
            _ends[arm] = _ends[arm - 1] + _arms[arm].Share;
        _top = 1 - (_arms.Length > 1 ? _arms[^1].Share : 0);
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
        var place = (StableHash.Of(unit, _salt) >> 11) * (1.0 / (1UL << 53));
        for (var arm = 1; arm < _arms.Length - 1; arm++)
            if (place < _ends[arm])
                return arm;
        return place >= _top ? _arms.Length - 1 : 0;
    }
}
