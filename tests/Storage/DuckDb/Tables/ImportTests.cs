using Bellwether.Data.Events;
using Bellwether.Data.Importing;
using Bellwether.Data.Schema;
using Bellwether.Data.Tables;
using Bellwether.Storage.DuckDb.Tables;

namespace Bellwether.Storage.Tests.DuckDb.Tables;

public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDbTableFiles _files = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Card_payments_come_with_signals_label_and_relative_time()
    {
        var path = SharedData.File("fraud-ulb-sample", "creditcard_head9507_plus_frauds.csv.gz");
        var mapping = DataMapping.Parse("time=Time:s@2013-09-01,currency='EUR',label=Class,signals=V*");
        await using var import = await EventImporter.OpenAsync(_files, path, EventContract<Payment>.Instance, mapping);
        Assert.True(import.Mapping.HasRealTime);
        Assert.Contains("amount           <- column Amount", import.Mapping.ToString(), StringComparison.Ordinal);
        Assert.Contains("seconds since 2013-09-01T00:00:00Z", import.Mapping.ToString(), StringComparison.Ordinal);
        var events = await ToListAsync(import);
        Assert.True(events.Count > 1_000);
        var first = (Payment)events[0].Event;
        Assert.Equal(new DateTimeOffset(2013, 9, 1, 0, 6, 46, TimeSpan.Zero), first.Time);
        Assert.Equal("row-000001", first.Id);
        Assert.Equal(("EUR", 28), (first.Currency, first.Signals.Count));
        Assert.Equal(-2.312226542, first.Signals["V1"], 9);
        Assert.Equal(1, events[0].Label);
        Assert.Equal(492, events.Count(e => e.Label == 1));
    }

    [SkippableFact]
    public async Task Without_a_mapping_the_label_and_the_time_are_found_and_no_signal_slips_in()
    {
        var path = SharedData.File("fraud-ulb-sample", "creditcard_sample.csv.gz");
        await using var import = await EventImporter.OpenAsync(_files, path, EventContract<Payment>.Instance, DataMapping.Parse("currency='EUR'"));
        Assert.Equal("Class", import.Mapping.Label?.Column);
        Assert.Equal(new TimeColumn("Time", TimeUnit.Seconds), import.Mapping.Time);
        Assert.Equal(28, import.Mapping.Unused.Count);
        var events = await ToListAsync(import);
        Assert.All(events, e => Assert.Equal(0, ((Payment)e.Event).Signals.Count));
    }

    [SkippableFact]
    public async Task Texts_become_texts_and_their_label_a_number()
    {
        var path = SharedData.File("sms-spam", "sms.tsv.gz");
        var options = new ImportOptions { File = new TableFileOptions { HasHeader = false, QuotesAreText = true } };
        await using var import = await EventImporter.OpenAsync(_files, path, EventContract<Message>.Instance, DataMapping.Parse("text=column1,label=column0:spam"), options);
        Assert.False(import.Mapping.HasRealTime);
        var events = await ToListAsync(import);
        Assert.Equal(747, events.Count(e => e.Label == 1));
        Assert.Equal(5_574, events.Count);
        Assert.Equal(new DateTimeOffset(2000, 1, 1, 0, 0, 2, TimeSpan.Zero), events[2].Event.Time);
    }

    [SkippableFact]
    public async Task Names_are_matched_without_regard_to_case_and_underscores()
    {
        var path = SharedData.File("nyc-trip-duration", "taxi_tour_table_train_simple.csv.gz");
        await using var import = await EventImporter.OpenAsync(_files, path, EventContract<Trip>.Instance);
        var events = await ToListAsync(import);
        var first = (Trip)events[0].Event;
        Assert.Equal(new Trip("id3097625", new DateTimeOffset(2016, 1, 22, 16, 1, 0, TimeSpan.Zero), 2, -73.97746276855469, false, null), first);
    }

    [Fact]
    public async Task A_file_that_does_not_fit_is_refused_with_columns_fields_and_a_suggestion()
    {
        var error = await Assert.ThrowsAsync<DataMappingException>(() => ImportAsync<Payment>("when,much\n1,2\n3,4\n", "amonut=much,signals=X*"));
        foreach (var part in (string[])["'amonut' is no field of Payment", "no column fits 'X*'", "the field 'amount'", "much (Integer)", "Fields: id, time, amount, currency, signals?", "--map \"amount=when,"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains("unit must be named", (await Assert.ThrowsAsync<DataMappingException>(() => ImportAsync<Payment>("t,amount\n1,2\n", "time=t,currency='EUR'"))).Message, StringComparison.Ordinal);
        Assert.Contains("positive one must be named", (await Assert.ThrowsAsync<DataMappingException>(() => ImportAsync<Payment>("y,amount\nspam,2\n", "label=y,currency='EUR'"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_rows_end_the_import_with_a_list_or_are_counted()
    {
        const string Csv = "time,amount,currency\n2020-01-01T00:00:00Z,1.5,EUR\n2020-01-01T00:00:01Z,-2,EUR\n,3,EUR\n2020-01-01T00:00:03Z,4,\n2020-01-01T00:00:04Z,5,USD\n";
        var failed = await Assert.ThrowsAsync<ImportException>(() => ImportAsync<Payment>(Csv));
        Assert.Equal([2L, 3L, 4L], failed.Rejected.Select(r => r.Row));
        Assert.Contains("row 2, 'amount': must be a finite number of at least 0, but is -2", failed.Message, StringComparison.Ordinal);
        Assert.Contains("row 3, 'time'", failed.Message, StringComparison.Ordinal);
        var early = await Assert.ThrowsAsync<ImportException>(() => ImportAsync<Payment>(Csv, options: new ImportOptions { MaximumListed = 2 }));
        Assert.Contains("at least 2 rows", early.Message, StringComparison.Ordinal);
        var (events, import) = await ImportAsync<Payment>(Csv, options: new ImportOptions { SkipRejected = true, MaximumListed = 1 });
        Assert.Equal([1L, 5L], events.Select(e => e.Row));
        Assert.Equal((5, 3, 1), (import.RowsRead, import.RejectedCount, import.Rejected.Count));
    }

    [Theory]
    [InlineData("ms", "1500", "1970-01-01T00:00:01.5Z")]
    [InlineData("us", "1500000", "1970-01-01T00:00:01.5Z")]
    [InlineData("s@2000-01-01", "1.5", "2000-01-01T00:00:01.5Z")]
    [InlineData("days", "0.5", "1970-01-01T12:00:00Z")]
    public async Task Times_are_read_in_every_unit(string unit, string value, string expected)
    {
        var (events, _) = await ImportAsync<Message>($"t,text\n{value},a\n", $"time=t:{unit}");
        Assert.Equal(DateTimeOffset.Parse(expected, null), events[0].Event.Time);
    }

    [Theory]
    [InlineData("a=B,time=T:ms@2013-09-01,label=L:x,c='it''s, one',signals=V*|W?,ignore=I")]
    [InlineData("time=T")]
    public void A_mapping_round_trips_through_json(string inline)
    {
        var mapping = DataMapping.Parse(inline);
        var again = DataMapping.Parse(mapping.ToJson());
        Assert.Equal(mapping.ToJson(), again.ToJson());
        Assert.Equal((mapping.Time, mapping.Label), (again.Time, again.Label));
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("time=T:weeks")]
    [InlineData("a='open")]
    [InlineData("{\"unknown\": 1}")]
    public void A_malformed_mapping_is_refused(string text) => Assert.Throws<FormatException>(() => DataMapping.Parse(text));

    private static async Task<List<ImportedEvent>> ToListAsync(EventImporter import)
    {
        var events = new List<ImportedEvent>();
        await foreach (var made in import.ReadAsync())
            events.Add(made);
        return events;
    }

    private async Task<(List<ImportedEvent> Events, EventImporter Import)> ImportAsync<T>(string csv, string mapping = "", ImportOptions? options = null)
        where T : class, IEvent
    {
        var path = _folder.File("import.csv");
        await File.WriteAllTextAsync(path, csv);
        options ??= new ImportOptions();
        await using var import = await EventImporter.OpenAsync(_files, path, EventContract<T>.Instance, DataMapping.Parse(mapping), options with { File = options.File with { HasHeader = true } });
        return (await ToListAsync(import), import);
    }

    private sealed record Payment(
        string Id, DateTimeOffset Time, [property: Field(Minimum = 0)] double Amount, string Currency, Signals Signals) : IEvent;

    private sealed record Message(string Id, DateTimeOffset Time, string Text) : IEvent;

    private sealed record Trip(
        string Id, [property: Field(Aliases = "pickup_datetime")] DateTimeOffset Time, int PassengerCount, double PickupLongitude,
        [property: Field(Aliases = "store_and_fwd_flag")] bool Stored, string? Remark) : IEvent;
}
