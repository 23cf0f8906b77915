using Bellwether.Features.Definitions;
using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;
using FsCheck;
using FsCheck.Fluent;

namespace Bellwether.Features.Tests.Engine;

public sealed class SnapshotTests
{
    private static readonly FeatureSet<Payment> _features = PaymentFeatures.All();
    private static readonly EngineOptions _options = new() { ExactDistinctEvents = 8, MaxEntities = 4, Lateness = TimeSpan.FromMinutes(30) };

    [Fact]
    public void A_restored_engine_goes_on_bit_for_bit() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var log = RandomStreams.Make((ulong)seed, 400, cards: 8);
            var middle = seed % log.Count;
            var whole = _features.CreateEngine(_options);
            for (var i = 0; i < middle; i++)
                whole.Apply(log[i]);
            whole.AppliedSequence = middle;
            var bytes = Save(whole);
            var restored = _features.Restore(new MemoryStream(bytes), _options);
            Assert.Equal(middle, restored.AppliedSequence);
            Assert.Equal(bytes, Save(restored));
            for (var i = middle; i < log.Count; i++)
            {
                if (log[i] is Payment request)
                    PurityTests.AssertSameBits(PurityTests.Vector(whole, request), PurityTests.Vector(restored, request));
                whole.Apply(log[i]);
                restored.Apply(log[i]);
            }

            Assert.Equal((whole.EntityCount, whole.Evicted, whole.TooLate, whole.AppliedEvents, whole.UnknownEvents),
                (restored.EntityCount, restored.Evicted, restored.TooLate, restored.AppliedEvents, restored.UnknownEvents));
            Assert.Equal(Save(whole), Save(restored));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Any_flipped_byte_is_refused()
    {
        var engine = _features.CreateEngine(_options);
        RandomStreams.Make(3, 40).ForEach(engine.Apply);
        var bytes = Save(engine);
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var damaged = bytes.ToArray();
            damaged[i] ^= 0x10;
            Assert.Throws<SnapshotException>(() => _features.Restore(new MemoryStream(damaged), _options));
        }
    }

    [Fact]
    public void A_snapshot_cut_short_is_refused()
    {
        var engine = _features.CreateEngine(_options);
        RandomStreams.Make(3, 40).ForEach(engine.Apply);
        var bytes = Save(engine);
        for (var length = 0; length < bytes.Length; length += 11)
            Assert.Throws<SnapshotException>(() => _features.Restore(new MemoryStream(bytes[..length]), _options));
    }

    [Fact]
    public void A_snapshot_of_another_set_or_of_other_options_is_refused()
    {
        var bytes = Save(_features.CreateEngine(_options));
        Assert.Throws<SnapshotException>(() => _features.Restore(new MemoryStream(bytes), _options with { MaxEntities = 5 }));
        Assert.Throws<SnapshotException>(() => One(0, 60).Restore(new MemoryStream(bytes), _options));
        var one = Save(One(0, 60).CreateEngine());
        One(0, 60).Restore(new MemoryStream(one));
        Assert.Throws<SnapshotException>(() => One(0, 61).Restore(new MemoryStream(one)));
        Assert.Throws<SnapshotException>(() => One(1, 60).Restore(new MemoryStream(one)));
    }

    private static FeatureSet<Payment> One(int version, int seconds)
    {
        var set = new FeatureSetBuilder<Payment> { Version = version };
        return set.Add("count", set.Per("card", p => p.Card).Count(TimeSpan.FromSeconds(seconds))).Build();
    }

    private static byte[] Save(FeatureEngine<Payment> engine)
    {
        var stream = new MemoryStream();
        engine.Snapshot(stream);
        return stream.ToArray();
    }
}
