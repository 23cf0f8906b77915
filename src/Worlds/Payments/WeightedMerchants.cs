using Bellwether.Numerics.Random;

namespace Bellwether.Worlds.Payments;

/// <summary>Merchants to draw from by weight, in logarithmic time.</summary>
internal sealed class WeightedMerchants
{
    private readonly Merchant[] _merchants;
    private readonly double[] _cumulative;

    public WeightedMerchants(IEnumerable<Merchant> merchants, Func<Merchant, double> weight)
    {
        _merchants = [.. merchants];
        _cumulative = new double[_merchants.Length];
        var total = 0.0;
        for (var i = 0; i < _merchants.Length; i++)
            _cumulative[i] = total += weight(_merchants[i]);
    }

    /// <summary>How many there are.</summary>
    public int Count => _merchants.Length;

    /// <summary>One of them.</summary>
    public Merchant Draw(RandomStream random)
    {
        var index = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return _merchants[Math.Min(index >= 0 ? index + 1 : ~index, _merchants.Length - 1)];
    }
}
