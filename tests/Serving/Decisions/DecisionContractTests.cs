using System.Text;
using System.Text.Json;
using Bellwether.Serving.Decisions;
using FsCheck;
using FsCheck.Fluent;

namespace Bellwether.Serving.Tests.Decisions;

public sealed class DecisionContractTests
{
    [Fact]
    public void A_vector_survives_the_log_bit_for_bit()
    {
        // Any bit pattern, with the special ones made frequent.
        var numbers = Gen.OneOf(
            ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble),
            Gen.Elements(0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue, 0.1, 1e22, 5e-324),
            ArbMap.Default.GeneratorFor<double>());
        Prop.ForAll(numbers.ArrayOf().ToArbitrary(), vector =>
        {
            var record = Record(vector);
            var read = Shop.Contract.Read(Shop.Contract.ToRecord(record) with { Value = null });
            return read.Vector.Span.SequenceEqual(vector, BitsOrMissing.Instance);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_hundred_thousand_random_doubles_survive()
    {
        var stream = new Bellwether.Numerics.Random.Seed(5).Stream();
        var vector = new double[1000];
        for (var round = 0; round < 100; round++)
        {
            foreach (ref var value in vector.AsSpan())
                value = round % 2 == 0 ? BitConverter.UInt64BitsToDouble(stream.NextBits()) : stream.NextGaussian() * 1000;
            Assert.True(Shop.Contract.Read(Shop.Contract.ToRecord(Record(vector))).Vector.Span.SequenceEqual(vector, BitsOrMissing.Instance));
        }
    }

    [Fact]
    public void Every_part_of_a_record_survives()
    {
        var record = Record([1, double.NaN]) with
        {
            Watermark = 123_456_789_012,
            Arm = "candidate \"v3\"",
            ModelVersion = "v3",
            Propensity = 0.05,
            Score = 0.1 + 0.2,
            Level = "previous",
            Degraded = "model: threw X",
            Reasons = [new Reason("f0", -1.5), new Reason("f1", double.NaN)],
            Timings = new StageTimings(1, 22, 333, 4444),
        };
        var read = Shop.Contract.Read(Shop.Contract.ToRecord(record) with { Value = null });
        Assert.Equal(record with { Vector = default, Reasons = [] }, read with { Vector = default, Reasons = [] });
        Assert.Equal(record.Reasons, read.Reasons);
        var none = Record([]) with { Score = double.NaN };
        Assert.True(double.IsNaN(Shop.Contract.Read(Shop.Contract.ToRecord(none)).Score));
    }

    [Fact]
    public void The_event_carries_the_request_and_its_identity()
    {
        var stored = Shop.Contract.ToRecord(Record([1]));
        Assert.Equal(("shop", "Decision", "p7", Shop.Start.AddSeconds(7)), (stored.System, stored.Type, stored.Id, stored.Time));
        Assert.Same(stored.Value, Shop.Contract.ReadRequest(stored));
        Assert.Equal(Shop.Pay(7), Shop.Contract.ReadRequest(stored with { Value = null }));
        Assert.True(Shop.Contract.IsFor(stored, Shop.Pay(7)));
        Assert.False(Shop.Contract.IsFor(stored, Shop.Pay(7) with { Card = "another" }));
    }

    [Fact]
    public void Something_else_is_refused_by_name()
    {
        var stored = Shop.Contract.ToRecord(Record([1])) with { Value = null };
        Assert.Contains("'p7'", Assert.Throws<JsonException>(() => Shop.Contract.Read(stored with { Payload = Encoding.UTF8.GetBytes("{}") })).Message, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => Shop.Contract.ReadRequest(stored with { Payload = Encoding.UTF8.GetBytes("[1]") }));
        Assert.ThrowsAny<JsonException>(() => Shop.Contract.Read(stored with { Payload = stored.Payload[..40] }));
    }

    private static DecisionRecord<Payment, Verdict> Record(double[] vector) => new(Shop.Pay(7), new Verdict(true, 0.25)) { Vector = vector, Arm = "control", Level = "model" };

    private sealed class BitsOrMissing : IEqualityComparer<double>
    {
        public static readonly BitsOrMissing Instance = new();

        public bool Equals(double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y) || (double.IsNaN(x) && double.IsNaN(y));

        public int GetHashCode(double obj) => obj.GetHashCode();
    }
}
