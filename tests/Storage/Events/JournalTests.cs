using System.Buffers;
using System.Globalization;
using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;
using Microsoft.Win32.SafeHandles;

namespace Bellwether.Storage.Tests.Events;

public sealed class JournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("bwj-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static StoredEvent Stored(long sequence) => new(sequence, DateTimeOffset.UnixEpoch.AddTicks(sequence * 10), EventStoreContract.Record((int)sequence));

    private static byte[] Encode(long from, int count)
    {
        var buffer = new ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
            JournalFormat.Write(buffer, Stored(from + i), lastOfAppend: i == count - 1);
        return buffer.WrittenSpan.ToArray();
    }

    private Journal Open(out JournalRecovery recovered, long drained = 0, long segmentBytes = 1 << 20, Action<SafeFileHandle>? sync = null)
    {
        recovered = JournalRecovery.Read(_directory, drained);
        return new(_directory, recovered, drained, segmentBytes, sync);
    }

    private string[] Files() => [.. Directory.GetFiles(_directory, "*.bwj").Order(StringComparer.Ordinal)];

    private static void Append(Journal journal, int count) => journal.Write(Encode(journal.Last + 1, count), journal.Last + count);

    private void Write(params int[] appends)
    {
        using var journal = Open(out _);
        foreach (var count in appends)
            Append(journal, count);
    }

    [Fact]
    public void What_was_written_is_recovered_across_segments()
    {
        using (var journal = Open(out _, segmentBytes: 4096))
        {
            for (var i = 0; i < 200; i++)
                Append(journal, 1 + i % 5);
            Assert.Equal(600, journal.Last);
        }

        Assert.True(Files().Length > 5);
        using var again = Open(out var recovered);
        Assert.Equal(Enumerable.Range(1, 600).Select(i => Stored(i)), recovered.Events);
        Assert.Equal(600, again.Last);
        Assert.Equal(0, recovered.TornBytes);
    }

    [Fact]
    public void Torn_at_every_byte_of_the_last_append_it_opens_without_that_append_and_goes_on()
    {
        Write(3, 2, 3);
        var whole = File.ReadAllBytes(Files()[0]);
        var last = whole.Length - Encode(6, 3).Length;
        for (var length = last; length < whole.Length; length++)
        {
            File.WriteAllBytes(Files()[0], whole[..length]);
            using (var journal = Open(out var recovered))
            {
                Assert.Equal(5, recovered.Last);
                Assert.Equal(length - last, recovered.TornBytes);
                Append(journal, 1);
            }

            using (Open(out var again))
                Assert.Equal(Enumerable.Range(1, 6).Select(i => Stored(i)), again.Events);
        }
    }

    [Fact]
    public void A_tail_of_zeros_or_rubbish_is_cut_off()
    {
        Write(3);
        var whole = File.ReadAllBytes(Files()[0]);
        foreach (var fill in new byte[] { 0, 1, 0x20, 0xff })
        {
            File.WriteAllBytes(Files()[0], [.. whole, .. Enumerable.Repeat(fill, 5000)]);
            using var journal = Open(out var recovered);
            Assert.Equal(3, recovered.Last);
            Assert.Equal(5000, recovered.TornBytes);
            Assert.Equal(whole.Length, new FileInfo(Files()[0]).Length);
        }
    }

    [Fact]
    public void Any_flipped_bit_before_the_last_append_is_refused_by_file_and_byte_and_changes_nothing()
    {
        Write(2, 2, 2);
        var path = Files()[0];
        var whole = File.ReadAllBytes(path);
        var last = whole.Length - Encode(5, 2).Length;
        for (var at = 0; at < last; at++)
        {
            if (at is >= 28 and < 32)
                continue; // padding of the header
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, damaged);
            var error = Assert.Throws<EventStoreCorruptException>(() => JournalRecovery.Read(_directory, 0));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains("at byte", error.Message, StringComparison.Ordinal);
            Assert.Contains("docs/runbook.md", error.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_flipped_bit_in_the_last_append_never_yields_a_wrong_event()
    {
        Write(2, 2);
        var whole = File.ReadAllBytes(Files()[0]);
        for (var at = whole.Length - Encode(3, 2).Length; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(Files()[0], damaged);
            try
            {
                var recovered = JournalRecovery.Read(_directory, 0);
                Assert.Equal([Stored(1), Stored(2)], recovered.Events);
            }
            catch (EventStoreCorruptException)
            {
                // The second event of the append is whole: that, too, is no silent loss.
            }
        }
    }

    [Fact]
    public void A_missing_segment_or_a_database_that_is_too_old_is_refused()
    {
        using (var journal = Open(out _, segmentBytes: 4096))
        {
            for (var i = 0; i < 200; i++)
                Append(journal, 1);
        }

        var files = Files();
        File.Move(files[1], files[1] + ".away");
        var missing = Assert.Throws<EventStoreCorruptException>(() => JournalRecovery.Read(_directory, 0));
        Assert.Contains("damaged or missing", missing.Message, StringComparison.Ordinal);
        File.Move(files[1] + ".away", files[1]);
        File.Delete(files[0]);
        var old = Assert.Throws<EventStoreCorruptException>(() => JournalRecovery.Read(_directory, 3));
        Assert.Contains("holds events up to 3, but the journal begins after", old.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_are_deleted_only_when_all_of_them_is_elsewhere()
    {
        using var journal = Open(out _, segmentBytes: 4096);
        for (var i = 0; i < 200; i++)
            Append(journal, 1);
        var firsts = Files().Select(f => long.Parse(Path.GetFileNameWithoutExtension(f)["journal-".Length..], CultureInfo.InvariantCulture)).ToArray();
        journal.DeleteUpTo(firsts[2] - 2);
        Assert.Equal(firsts.Length - 1, Files().Length);
        journal.DeleteUpTo(firsts[2] - 1);
        Assert.Equal(firsts.Length - 2, Files().Length);
        journal.DeleteUpTo(200);
        Assert.Single(Files());
        Append(journal, 5);
        Assert.Equal(205, JournalRecovery.Read(_directory, 200).Last);
    }

    [Fact]
    public void A_journal_behind_its_database_starts_a_segment_after_it()
    {
        Write(3);
        using (var journal = Open(out _, drained: 100))
        {
            Assert.Equal(100, journal.Last);
            Append(journal, 2);
            journal.DeleteUpTo(100);
        }

        Assert.Equal([Stored(101), Stored(102)], JournalRecovery.Read(_directory, 100).Events);
    }

    [Fact]
    public void After_a_failed_sync_the_file_is_left_and_nothing_of_that_group_comes_back()
    {
        var fail = false;
        void Sync(SafeFileHandle file)
        {
            if (fail)
                throw new IOException("Input/output error");
            RandomAccess.FlushToDisk(file);
        }

        using (var journal = Open(out _, sync: Sync))
        {
            Append(journal, 3);
            for (var round = 0; round < 3; round++)
            {
                fail = true;
                Assert.Throws<IOException>(() => Append(journal, 4));
                Assert.Throws<IOException>(() => Append(journal, 4));
                fail = false;
                Append(journal, 2);
            }

            Assert.Equal(9, journal.Last);
        }

        Assert.True(Files().Length > 1);
        Assert.Equal(Enumerable.Range(1, 9).Select(i => Stored(i)), JournalRecovery.Read(_directory, 0).Events);
    }

    [Fact]
    public void What_a_failed_sync_left_in_an_old_segment_is_superseded_by_the_next_one()
    {
        Write(3, 2);
        // As if the cut after a failed sync had failed as well: events 4 and 5 were refused, and a new segment took their sequences.
        var buffer = new ArrayBufferWriter<byte>();
        var other = Stored(4) with { Event = EventStoreContract.Record(777) };
        buffer.Write(JournalFormat.Header(4, 3));
        JournalFormat.Write(buffer, other, lastOfAppend: true);
        File.WriteAllBytes(Path.Combine(_directory, JournalFormat.FileName(4)), buffer.WrittenSpan.ToArray());
        Assert.Equal([Stored(1), Stored(2), Stored(3), other], JournalRecovery.Read(_directory, 0).Events);
    }

    [Fact]
    public void A_segment_whose_creation_was_interrupted_is_replaced()
    {
        Write(3);
        foreach (var length in new[] { 0, 1, 31 })
        {
            File.WriteAllBytes(Path.Combine(_directory, JournalFormat.FileName(4)), JournalFormat.Header(4, 3)[..length]);
            using (var journal = Open(out var recovered))
            {
                Assert.Equal(3, recovered.Last);
                Append(journal, 1);
            }

            Assert.Equal(4, JournalRecovery.Read(_directory, 0).Last);
            File.Delete(Files()[1]);
        }
    }

    [Fact]
    public void Salvage_keeps_every_whole_record_names_what_is_missing_and_keeps_the_damaged_files()
    {
        Write(2, 2, 2, 2);
        var path = Files()[0];
        var bytes = File.ReadAllBytes(path);
        var damagedAt = bytes.Length - Encode(4, 5).Length + 20;
        bytes[damagedAt] ^= 4;
        File.WriteAllBytes(path, bytes);
        Assert.Throws<EventStoreCorruptException>(() => JournalRecovery.Read(_directory, 0));

        var report = JournalSalvage.Run(_directory);
        Assert.Equal(7, report.KeptEvents);
        Assert.Equal([new SequenceRange(4, 4)], report.Missing);
        Assert.Equal("7 events kept; missing: 4", report.ToString());
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(_directory, JournalSalvage.DamagedFolder, Path.GetFileName(path))));
        using (var journal = Open(out var recovered))
        {
            Assert.Equal(new long[] { 1, 2, 3, 5, 6, 7, 8 }.Select(Stored), recovered.Events);
            Append(journal, 1);
        }

        Assert.Equal(9, JournalRecovery.Read(_directory, 0).Last);
        var error = Assert.Throws<IOException>(() => JournalSalvage.Run(_directory));
        Assert.Contains("must not exist", error.Message, StringComparison.Ordinal);
    }
}
