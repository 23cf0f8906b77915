using System.Buffers.Binary;
using System.Security.Cryptography;
using Bellwether.Data.Formats;
using Bellwether.Numerics.Random;
using Bellwether.Retrieval.VectorSearch;
using static Bellwether.Retrieval.Tests.Laws.VectorIndexes;

namespace Bellwether.Retrieval.Tests.Laws;

/// <summary>What every vector index must hold to when it is written, read and mapped, whatever became of the bytes.</summary>
public sealed class VectorIndexFileLaws : IDisposable
{
    private const int Dimension = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bellwether-index-");

    public static TheoryData<string> All => [.. Names];

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static IVectorIndex Used(string name)
    {
        var index = Built(name, 300);
        for (var id = 0; id < 60; id++)
            index.Remove(id * 2);
        index.Set(900, Point(900, Dimension));
        return index;
    }

    private static void SameAnswers(IVectorIndex one, IVectorIndex other)
    {
        Assert.Equal((one.Count, one.Dimension, one.Metric), (other.Count, other.Dimension, other.Metric));
        for (var q = 0; q < 20; q++)
            foreach (var filter in new[] { null, IdFilter.Where(id => id % 2 == 1), IdFilter.Of(5, 121, 900) })
                Assert.Equal(one.Search(Point(7000 + q, Dimension), 9, new SearchOptions { Filter = filter }), other.Search(Point(7000 + q, Dimension), 9, new SearchOptions { Filter = filter }));
    }

    [Theory, MemberData(nameof(All))]
    public void Save_and_load_give_the_same_answers_and_bytes(string name)
    {
        var index = Used(name);
        var bytes = ArtifactFormats.Save(index);
        var loaded = VectorIndexLaws.Formats.Load<IVectorIndex>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        SameAnswers(index, loaded);
    }

    [Theory, MemberData(nameof(All))]
    public void A_mapped_file_gives_the_same_answers_and_can_be_changed_without_touching_the_file(string name)
    {
        var index = Used(name);
        index.Save(PathOf("a"));
        var bytes = File.ReadAllBytes(PathOf("a"));
        var mapped = VectorIndexFile.Open(PathOf("a"), verify: true);
        SameAnswers(index, mapped);
        mapped.Save(PathOf("b"));
        Assert.Equal(bytes, File.ReadAllBytes(PathOf("b")));
        mapped.Remove(5);
        mapped.Set(901, Point(901, Dimension));
        Assert.DoesNotContain(mapped.Search(Point(5, Dimension), 500), f => f.Id == 5);
        Assert.Equal(index.Count, mapped.Count);
        VectorIndexFile.Open(PathOf("a")).Set(3, Point(3, Dimension));
        Assert.Equal(bytes, File.ReadAllBytes(PathOf("a")));
    }

    [Theory, MemberData(nameof(All))]
    public void Load_refuses_any_damaged_byte_and_any_truncation(string name)
    {
        var bytes = ArtifactFormats.Save(Built(name, 60));
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 100))
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => VectorIndexLaws.Formats.Load<IVectorIndex>(damaged));
            Assert.Throws<ModelFormatException>(() => VectorIndexLaws.Formats.Load<IVectorIndex>(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Verifying_finds_any_damaged_byte_and_opening_any_truncation(string name)
    {
        Used(name).Save(PathOf("a"));
        var bytes = File.ReadAllBytes(PathOf("a"));
        var padding = bytes.Length - bytes.AsSpan().TrimEnd((byte)0).Length;
        for (var at = 0; at < bytes.Length - padding; at += Math.Max(1, bytes.Length / 60))
        {
            File.WriteAllBytes(PathOf("cut"), bytes[..at]);
            Assert.Throws<ModelFormatException>(() => VectorIndexFile.Open(PathOf("cut")));
        }

        File.WriteAllBytes(PathOf("longer"), [.. bytes, 0]);
        Assert.Throws<ModelFormatException>(() => VectorIndexFile.Open(PathOf("longer")));
        var damaged = (byte[])bytes.Clone();
        damaged[^100] ^= 4;
        File.WriteAllBytes(PathOf("damaged"), damaged);
        Assert.Contains("checksum", Assert.Throws<ModelFormatException>(() => VectorIndexFile.Open(PathOf("damaged"), verify: true)).Message, StringComparison.Ordinal);
    }

    /// <summary>Bytes are changed at random, sections and header alike, and the header's checksum is made right again, as somebody who means harm would.</summary>
    [Theory, MemberData(nameof(All))]
    public void A_hostile_file_gives_an_error_or_an_index_that_answers(string name)
    {
        Used(name).Save(PathOf("a"));
        var (bytes, stream, opened) = (File.ReadAllBytes(PathOf("a")), new Seed(3).Stream(), 0);
        var header = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        for (var round = 0; round < 100; round++)
        {
            var hostile = (byte[])bytes.Clone();
            var inHeader = round % 3 == 0;
            for (var i = 0; i < (inHeader ? 1 + stream.NextInt(3) : 1 << stream.NextInt(12)); i++)
                hostile[inHeader ? 12 + stream.NextInt(header - 44) : header + stream.NextInt(bytes.Length - header)] = (byte)stream.NextInt(256);
            SHA256.HashData(hostile.AsSpan(0, header - 32), hostile.AsSpan(header - 32));
            var path = PathOf($"hostile-{round}");
            File.WriteAllBytes(path, hostile);
            IVectorIndex index;
            try
            {
                index = VectorIndexFile.Open(path);
            }
            catch (ModelFormatException)
            {
                continue;
            }

            opened++;
            foreach (var filter in new[] { null, IdFilter.Where(id => id % 2 == 0), IdFilter.Of(1, 3, 900) })
                Assert.InRange(index.Search(new float[index.Dimension].Select(_ => 1f).ToArray(), new Neighbor[10], new SearchOptions { Filter = filter }), 0, 10);
            index.Remove(900);
            index.Set(901, [.. new float[index.Dimension].Select(_ => 2f)]);
            index.Search([.. new float[index.Dimension].Select(_ => 2f)], new Neighbor[10]);
        }

        Assert.InRange(opened, 15, 100);
    }

    [Fact]
    public void What_is_no_index_file_is_refused()
    {
        foreach (var content in new[] { "", "BWINDEX", "something else that is long enough to be read as a header" })
        {
            File.WriteAllText(PathOf("x"), content);
            Assert.Contains("BWINDEX", Assert.Throws<ModelFormatException>(() => VectorIndexFile.Open(PathOf("x"))).Message, StringComparison.Ordinal);
        }

        Assert.Throws<FileNotFoundException>(() => VectorIndexFile.Open(PathOf("missing")));
    }
}
