using Bellwether.Data.Events;
using Bellwether.Data.Training;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Tests;

/// <summary>Counts and sums per card, in any width: feature i mixes the card's state in its own way, so that every fact shows in every
/// feature, in bits that only the right order of facts gives.</summary>
public sealed class CountingFeatures(int width) : IFeatureSource<Payment>, IFeatureSnapshot
{
    private readonly SortedDictionary<string, State> _cards = new(StringComparer.Ordinal);

    public FeatureSchema Schema { get; } = new(Enumerable.Range(0, width).Select(i => new FeatureSpec($"f{i}")));

    public bool ThrowsOnCompute { get; set; }

    public int Applied { get; private set; }

    public void Compute(Payment request, Span<double> features)
    {
        if (ThrowsOnCompute)
            throw new InvalidOperationException("features are broken");
        var state = _cards.GetValueOrDefault(request.Card);
        for (var i = 0; i < features.Length; i++)
            features[i] = i switch
            {
                0 => request.Amount,
                1 => state.Count,
                2 => state.Count == 0 ? double.NaN : state.Mixed,
                3 => state.Lost,
                _ => state.Mixed / (i + request.Amount),
            };
    }

    public void Apply(IEvent fact)
    {
        Applied++;
        switch (fact)
        {
            case Payment payment:
                var was = _cards.GetValueOrDefault(payment.Card);
                // Not commutative: another order of facts gives other bits.
                _cards[payment.Card] = was with { Count = was.Count + 1, Mixed = (was.Mixed * 0.9173) + payment.Amount };
                break;
            case CardLost lost:
                var before = _cards.GetValueOrDefault(lost.Card);
                _cards[lost.Card] = before with { Lost = before.Lost + 1, Mixed = before.Mixed - 1 };
                break;
        }
    }

    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(_cards.Count);
        foreach (var (card, state) in _cards)
        {
            writer.Write(card);
            writer.Write(state.Count);
            writer.Write(state.Mixed);
            writer.Write(state.Lost);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public void Restore(ReadOnlyMemory<byte> state)
    {
        using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        _cards.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
            _cards[reader.ReadString()] = new State(reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt64());
    }

    private readonly record struct State(long Count, double Mixed, long Lost);
}
