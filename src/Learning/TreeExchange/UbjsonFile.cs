using System.Buffers.Binary;
using System.Text;
using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Reads Universal Binary JSON (ubjson.org, draft 12) as XGBoost writes it: objects, arrays with and without a common type and a
/// count, numbers, text, true, false and null.</summary>
/// <remarks>A count is believed only if the bytes that it needs are there. O(bytes).</remarks>
internal sealed class UbjsonFile
{
    private readonly ReadOnlyMemory<byte> _file;
    private int _at, _depth;

    private UbjsonFile(ReadOnlyMemory<byte> file) => _file = file;

    /// <summary>Reads a document.</summary>
    /// <exception cref="ModelFormatException">The bytes are not UBJSON; the message tells the place.</exception>
    public static FileNode Read(ReadOnlyMemory<byte> file)
    {
        var reader = new UbjsonFile(file);
        var value = reader.Value(reader.Marker());
        return reader._at == file.Length ? new FileNode(value, "") : throw reader.Wrong("the end of the file");
    }

    private object? Value(char marker) => marker switch
    {
        '{' => Object(),
        '[' => Array(),
        'S' => Text(),
        'C' => ((char)Take(1)[0]).ToString(),
        'T' => true,
        'F' => false,
        'Z' => null,
        'H' => FileNumber.TryParse(Text(), out var number) ? number : throw Wrong("a number written as text"),
        _ => Number(marker),
    };

    private double Number(char marker) => marker switch
    {
        'i' => (sbyte)Take(1)[0],
        'U' => Take(1)[0],
        'I' => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
        'l' => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        'L' => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        'd' => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
        'D' => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        _ => throw Wrong("the marker of a value"),
    };

    private KeyValuePair<string, object?>[] Object()
    {
        Open();
        var (type, count) = Header();
        var members = new List<KeyValuePair<string, object?>>(Math.Min(count < 0 ? 1 : count, 16));
        while (count < 0 ? !Closes('}') : members.Count < count)
        {
            var name = Text();
            members.Add(new(name, Value(type ?? Marker())));
        }

        _depth--;
        return FileMembers.Distinct(members, () => $"byte {_at}");
    }

    private object Array()
    {
        Open();
        var (type, count) = Header();
        _depth--;
        if (type is 'i' or 'U' or 'I' or 'l' or 'L' or 'd' or 'D')
            return Numbers(type.Value, count);
        _depth++;
        var array = new FileArray();
        for (var i = 0; count < 0 ? !Closes(']') : i < count; i++)
        {
            var marker = type ?? Marker();
            if (marker is 'i' or 'U' or 'I' or 'l' or 'L' or 'd' or 'D')
                array.Add(Number(marker));
            else
                array.Add(Value(marker));
        }

        _depth--;
        return array.Take();
    }

    private double[] Numbers(char type, int count)
    {
        var size = type switch { 'i' or 'U' => 1, 'I' => 2, 'l' or 'd' => 4, _ => 8 };
        if ((long)count * size > _file.Length - _at)
            throw Wrong($"{count} numbers of {size} bytes each");
        var numbers = count == 0 ? FileMembers.NoNumbers : new double[count];
        for (var i = 0; i < count; i++)
            numbers[i] = Number(type);
        return numbers;
    }

    /// <summary>The common type and the count of a container, if it tells them; a type must be followed by a count.</summary>
    private (char? Type, int Count) Header()
    {
        char? type = null;
        if (Peek() == '$')
        {
            _at++;
            type = Marker();
            if (type is 'T' or 'F' or 'Z' or 'N')
                throw Wrong("a common type whose values take up bytes");
            if (Peek() != '#')
                throw Wrong("a count after the common type");
        }

        if (Peek() != '#')
            return (null, -1);
        _at++;
        return (type, Length());
    }

    private string Text() => Encoding.UTF8.GetString(Take(Length()));

    /// <summary>A length or count; everything that is counted takes at least a byte.</summary>
    private int Length()
    {
        var marker = Marker();
        if (marker is not ('i' or 'U' or 'I' or 'l' or 'L'))
            throw Wrong("the marker of a whole number, for a length");
        var length = Number(marker);
        return length >= 0 && length <= _file.Length - _at ? (int)length : throw Wrong($"what a length of {FileNumber.Text(length)} promises");
    }

    private void Open()
    {
        if (++_depth > JsonFile.MostDepth)
            throw Wrong($"at most {JsonFile.MostDepth} levels of nesting");
    }

    private bool Closes(char end)
    {
        while (Peek() == 'N')
            _at++;
        if (Peek() != end)
            return false;
        _at++;
        return true;
    }

    private char Peek() => _at < _file.Length ? (char)_file.Span[_at] : throw Wrong("more");

    private char Marker()
    {
        // N is a no-op and may stand before any marker
        while (Peek() == 'N')
            _at++;
        return (char)Take(1)[0];
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _file.Length - _at)
            throw Wrong($"{count} bytes more");
        _at += count;
        return _file.Span.Slice(_at - count, count);
    }

    private ModelFormatException Wrong(string wanted) => new($"The UBJSON must have {wanted} at byte {_at} of {_file.Length}, but has not. The file was cut, is damaged or no UBJSON.");
}
