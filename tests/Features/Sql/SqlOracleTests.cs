using System.Globalization;
using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Features.Engine;
using Bellwether.Features.Tests.Streams;
using Bellwether.Features.Windows;
using Bellwether.Storage.DuckDb;
using FsCheck;
using FsCheck.Fluent;

namespace Bellwether.Features.Tests.Sql;

/// <summary>The windows once more as plain SQL joins over the log, run by DuckDB: the engine must give the same bits.</summary>
public sealed class SqlOracleTests
{
    private static readonly FeatureSet<Payment> _features = PaymentFeatures.All();

    [Fact]
    public void Every_window_is_what_plain_SQL_says_to_the_last_bit() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            Check((ulong)seed, 300, 30 + (seed % 900));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    [Fact]
    public void Long_logs_agree_too() => Check(42, 2500, 45);

    private static void Check(ulong seed, int count, double meanSeconds)
    {
        var log = RandomStreams.Make(seed, count, meanSeconds, cards: 4, merchants: 3);
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        Fill(connection, log);
        var (requests, vectors) = Replay(log);
        for (var w = 0; w < PaymentFeatures.Windows.Length; w++)
        {
            var window = UnixMicroseconds.Of(PaymentFeatures.Windows[w]).ToString(CultureInfo.InvariantCulture);
            Compare(connection, CardWindow(window), requests, vectors, ["count_", "sum_", "mean_", "std_", "min_", "max_", "tip_", "countries_"], $"{w}", seed);
            Compare(connection, MerchantWindow(window), requests, vectors, ["merchant_count_", "merchant_cards_", "merchant_max_"], $"{w}", seed);
            Compare(connection, DisputeWindow(window), requests, vectors, ["disputes_", "disputed_"], $"{w}", seed);
        }

        Compare(connection, Latest, requests, vectors, ["last", "last_tip_6h", "since"], "", seed);
    }

    private static string CardWindow(string window) => $"""
        SELECT r.seq, r.card IS NULL, count(e.seq)::DOUBLE, coalesce(sum(e.q), 0)::DOUBLE / 1048576, sum(e.q)::DOUBLE / (count(e.q)::DOUBLE * 1048576),
          count(e.q) || ' ' || coalesce(sum(e.q), 0) || ' ' || coalesce(sum(e.q * e.q), 0),
          min(e.amount), max(e.amount), sum(e.tq)::DOUBLE / (count(e.tq)::DOUBLE * 1048576), count(DISTINCT e.country)::DOUBLE
        FROM log r LEFT JOIN log e ON e.kind = 'P' AND e.card = r.card AND e.seq < r.seq AND e.t <= r.t AND e.t > r.t - {window}
        WHERE r.kind = 'P' GROUP BY r.seq, r.card ORDER BY r.seq
        """;

    private static string MerchantWindow(string window) => $"""
        SELECT r.seq, r.merchant IS NULL, count(e.seq)::DOUBLE, count(DISTINCT e.card)::DOUBLE, max(e.tip)
        FROM log r LEFT JOIN log e ON e.kind = 'P' AND e.merchant = r.merchant AND e.seq < r.seq AND e.t <= r.t AND e.t > r.t - {window}
        WHERE r.kind = 'P' GROUP BY r.seq, r.merchant ORDER BY r.seq
        """;

    private static string DisputeWindow(string window) => $"""
        SELECT r.seq, r.merchant IS NULL, count(e.seq)::DOUBLE, coalesce(sum(e.q), 0)::DOUBLE / 1048576
        FROM log r LEFT JOIN log e ON e.kind = 'C' AND e.merchant = r.merchant AND e.seq < r.seq AND e.t <= r.t AND e.t > r.t - {window}
        WHERE r.kind = 'P' GROUP BY r.seq, r.merchant ORDER BY r.seq
        """;

    private const string Latest = """
        SELECT r.seq, r.card IS NULL, last(e.amount ORDER BY e.t, e.seq) FILTER (WHERE e.amount IS NOT NULL),
          last(e.tip ORDER BY e.t, e.seq) FILTER (WHERE e.tip IS NOT NULL AND e.t > r.t - 21600000000), (r.t - max(e.t))::DOUBLE / 1e6
        FROM log r LEFT JOIN log e ON e.kind = 'P' AND e.card = r.card AND e.seq < r.seq AND e.t <= r.t
        WHERE r.kind = 'P' GROUP BY r.seq, r.card, r.t ORDER BY r.seq
        """;

    private static void Fill(DuckDbConnection connection, List<IEvent> log)
    {
        connection.Execute("CREATE TABLE raw (seq BIGINT, kind VARCHAR, t BIGINT, card VARCHAR, merchant VARCHAR, amount DOUBLE, tip DOUBLE, country VARCHAR)");
        using (var appender = connection.CreateAppender("raw"))
        {
            for (var i = 0; i < log.Count; i++)
            {
                var time = UnixMicroseconds.Of(log[i].Time);
                if (log[i] is Payment p)
                    appender.AppendRow((long)i, "P", time, p.Card, p.Merchant, double.IsNaN(p.Amount) ? null : p.Amount, p.Tip, p.Country);
                else if (log[i] is Chargeback c)
                    appender.AppendRow((long)i, "C", time, null, c.Merchant, c.Amount, null, null);
            }

            appender.Complete();
        }

        connection.Execute("""
            CREATE TABLE log AS SELECT *, round_even(amount * 1048576, 0)::HUGEINT AS q, round_even(tip * 1048576, 0)::HUGEINT AS tq FROM raw
            """);
    }

    private static (Dictionary<long, bool> Exact, Dictionary<long, double[]> Vectors) Replay(List<IEvent> log)
    {
        var engine = _features.CreateEngine(new EngineOptions { ExactDistinctEvents = 100_000 });
        var (inTime, vectors) = (new Dictionary<long, bool>(), new Dictionary<long, double[]>());
        var newest = RandomStreams.Start;
        for (var i = 0; i < log.Count; i++)
        {
            if (log[i] is Payment request)
            {
                vectors[i] = new double[_features.Schema.Count];
                engine.Compute(request, vectors[i]);
                inTime[i] = request.Time >= newest.AddHours(-1);
            }

            newest = log[i].Time > newest ? log[i].Time : newest;
            engine.Apply(log[i]);
        }

        return (inTime, vectors);
    }

    private static void Compare(
        DuckDbConnection connection, string sql, Dictionary<long, bool> inTime, Dictionary<long, double[]> vectors, string[] names, string suffix, ulong seed)
    {
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        var compared = 0;
        while (reader.Read())
        {
            var row = reader.GetInt64(0);
            if (!inTime[row])
                continue;
            for (var i = 0; i < names.Length; i++)
            {
                var expected = reader.GetBoolean(1) || reader.IsDBNull(i + 2) ? double.NaN
                    : names[i] == "std_" ? Std(reader.GetString(i + 2)) : reader.GetDouble(i + 2);
                var actual = vectors[row][_features.Schema.IndexOf(names[i] + suffix)];
                Assert.True(expected.Equals(actual), string.Create(CultureInfo.InvariantCulture,
                    $"{names[i]}{suffix} of event {row}, seed {seed}: SQL says {expected:R}, the engine {actual:R}"));
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    /// <summary>From SQL's whole numbers: DuckDB and .NET do not always convert 128-bit numbers to the same double.</summary>
    private static double Std(string sums)
    {
        var parts = Array.ConvertAll(sums.Split(' '), p => Int128.Parse(p, CultureInfo.InvariantCulture));
        return new FixedPointGrid().StandardDeviation(parts[1], parts[2], (long)parts[0]);
    }
}
