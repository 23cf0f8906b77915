using System.Numerics;
using Bellwether.Storage.DuckDb;

namespace Bellwether.Storage.Tests.DuckDb;

public sealed class ValueTests
{
    public static TheoryData<string, object> Values => new()
    {
        { "true", true },
        { "(-12)::TINYINT", (sbyte)-12 },
        { "(-1200)::SMALLINT", (short)-1200 },
        { "123456", 123456 },
        { "9223372036854775807", long.MaxValue },
        { "200::UTINYINT", (byte)200 },
        { "60000::USMALLINT", (ushort)60000 },
        { "4000000000::UINTEGER", 4_000_000_000u },
        { "18446744073709551615::UBIGINT", ulong.MaxValue },
        { "(-170141183460469231731687303715884105728)::HUGEINT", BigInteger.Parse("-170141183460469231731687303715884105728", null) },
        { "340282366920938463463374607431768211455::UHUGEINT", BigInteger.Parse("340282366920938463463374607431768211455", null) },
        { "1.5::FLOAT", 1.5f },
        { "0.1::DOUBLE", 0.1 },
        { "12.34::DECIMAL(4,2)", 12.34m },
        { "(-12345678.1234)::DECIMAL(18,4)", -12345678.1234m },
        { "1234567890123456789012345678::DECIMAL(28,0)", 1234567890123456789012345678m },
        { "'short'", "short" },
        { "'a text of more than twelve bytes: žluťoučký'", "a text of more than twelve bytes: žluťoučký" },
        { "'\\x00\\xFF'::BLOB", new byte[] { 0, 255 } },
        { "'2020-02-29'::DATE", new DateOnly(2020, 2, 29) },
        { "'23:59:59.123456'::TIME", new TimeOnly(23, 59, 59).Add(TimeSpan.FromMicroseconds(123456)) },
        { "'1969-12-31 23:59:59.999999'::TIMESTAMP", new DateTime(1969, 12, 31, 23, 59, 59, 999, 999) },
        { "'2020-01-01 00:00:01'::TIMESTAMP_S", new DateTime(2020, 1, 1, 0, 0, 1) },
        { "'2020-01-01 00:00:01.5'::TIMESTAMP_MS", new DateTime(2020, 1, 1, 0, 0, 1, 500) },
        { "'2020-01-01 00:00:01.123456700'::TIMESTAMP_NS", new DateTime(2020, 1, 1, 0, 0, 1).AddTicks(1234567) },
        { "'2020-06-01 12:00:00+02'::TIMESTAMPTZ", new DateTimeOffset(2020, 6, 1, 10, 0, 0, TimeSpan.Zero) },
        { "INTERVAL '14 months 3 days 1 second'", new DuckDbInterval(14, 3, 1_000_000) },
        { "'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'::UUID", new Guid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6") },
        { "'happy'::ENUM('sad','happy')", "happy" },
        { "[1.5,2.5]::FLOAT[]", new[] { 1.5f, 2.5f } },
        { "[1,NULL,3]", new int?[] { 1, null, 3 } },
        { "['a','b']", new[] { "a", "b" } },
        { "[]::INTEGER[]", Array.Empty<int>() },
        { "[1,2,3]::DOUBLE[3]", new[] { 1.0, 2, 3 } },
        { "[[1],[2,3]]", new Array[] { new[] { 1 }, new[] { 2, 3 } } },
        { "{'a': 1, 'b': 'x'}", new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" } },
        { "MAP {'k': 7}", new KeyValuePair<object, object?>[] { new("k", 7) } },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_type_is_read_as_its_value_and_null_as_null(string sql, object expected)
    {
        using var database = DuckDbDatabase.OpenInMemory();
        using var connection = database.Connect();
        using var command = connection.CreateCommand($"SELECT {sql} AS v UNION ALL SELECT CASE WHEN false THEN {sql} END");
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal(expected, reader.GetValue(0));
        Assert.IsAssignableFrom(reader.GetFieldType(0), expected);
        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.False(reader.Read());
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_type_goes_through_an_appender_and_back(string sql, object expected)
    {
        using var database = DuckDbDatabase.OpenInMemory();
        using var connection = database.Connect();
        connection.Execute($"CREATE TABLE t AS SELECT {sql} AS v LIMIT 0");
        using (var appender = connection.CreateAppender("t"))
        {
            for (var i = 0; i < 3_000; i++)
                appender.AppendRow(i % 3 == 0 ? null : expected);
            appender.Complete();
        }

        Assert.Equal(2_000L, connection.Scalar($"SELECT count(*) FROM t WHERE v = {sql}"));
        Assert.Equal(1_000L, connection.Scalar("SELECT count(*) FROM t WHERE v IS NULL"));
    }

    public static TheoryData<object> Parameters => new()
    {
        true, (sbyte)-1, (short)-2, -3, -4L, (byte)1, (ushort)2, 3u, 4UL, 1.5f, 0.1, 12.34m, -79228162514264337593543950335m, 0.0000000000000000000000000001m,
        "žluť", new Guid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), new byte[] { 0, 1, 255 }, new DateTime(2020, 2, 29, 1, 2, 3), new DateOnly(1900, 1, 1),
        new TimeOnly(1, 2, 3), new DateTimeOffset(2020, 6, 1, 10, 0, 0, TimeSpan.Zero), new DuckDbInterval(1, 2, 3), BigInteger.Pow(2, 100),
        new[] { 1.5f, -2f }, new[] { "a", "b" }, new[] { 1L, 2L },
    };

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Every_parameter_comes_back_as_it_was_sent(object value)
    {
        using var database = DuckDbDatabase.OpenInMemory();
        using var connection = database.Connect();
        Assert.Equal(value, connection.Scalar("SELECT $1", value));
    }

    [Fact]
    public void Getters_convert_only_what_loses_nothing()
    {
        using var database = DuckDbDatabase.OpenInMemory();
        using var connection = database.Connect();
        using var reader = connection.CreateCommand("SELECT sum(x) AS total, 300 AS big, 1.5 AS half, DATE '2020-01-02' AS day, NULL::INTEGER AS none FROM range(5) r(x)").ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal(10, reader.GetInt32(0));
        Assert.Equal((Int128)10, reader.GetFieldValue<Int128>(0));
        Assert.Equal(300.0, reader.GetDouble(1));
        Assert.Contains("'big'", Assert.Throws<InvalidCastException>(() => reader.GetByte(1)).Message, StringComparison.Ordinal);
        Assert.Contains("'half'", Assert.Throws<InvalidCastException>(() => reader.GetInt32(2)).Message, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2020, 1, 2), reader.GetDateTime(3));
        Assert.Null(reader.GetFieldValue<int?>(4));
        Assert.Contains("is NULL", Assert.Throws<InvalidCastException>(() => reader.GetInt32(4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decimal_of_more_than_28_digits_and_an_infinite_date_are_refused_with_advice()
    {
        using var database = DuckDbDatabase.OpenInMemory();
        using var connection = database.Connect();
        var large = Assert.Throws<OverflowException>(() => connection.Scalar("SELECT 99999999999999999999999999999999999999::DECIMAL(38,0)"));
        Assert.Contains("VARCHAR", large.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => connection.Scalar("SELECT 'infinity'::DATE"));
        Assert.Throws<InvalidCastException>(() => connection.Scalar("SELECT 'infinity'::TIMESTAMP"));
    }
}
