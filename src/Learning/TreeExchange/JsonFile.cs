using System.Text;
using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Reads JSON as XGBoost and CatBoost write it, which is JSON with NaN and Infinity besides.</summary>
/// <remarks>Takes memory in proportion to the file: arrays of numbers become double[]. Nesting is limited, so that no file can exhaust the
/// stack. O(bytes).</remarks>
internal sealed class JsonFile
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MostDepth = 256;

    private readonly ReadOnlyMemory<byte> _file;
    private int _at, _depth;

    private JsonFile(ReadOnlyMemory<byte> file) => _file = file;

    /// <summary>Reads a document.</summary>
    /// <exception cref="ModelFormatException">The bytes are not JSON; the message tells the line.</exception>
    public static FileNode Read(ReadOnlyMemory<byte> file)
    {
        var reader = new JsonFile(file);
        var value = reader.Value();
        reader.Space();
        return reader._at == file.Length ? new FileNode(value, "") : throw reader.Wrong("the end of the file");
    }

    private object? Value()
    {
        Space();
        return Peek() switch
        {
            '{' => Object(),
            '[' => Array(),
            '"' => Text(),
            't' when Word("true") => true,
            'f' when Word("false") => false,
            'n' when Word("null") => null,
            _ => Number(),
        };
    }

    private KeyValuePair<string, object?>[] Object()
    {
        Open();
        if (Closes('}'))
            return [];
        var members = new List<KeyValuePair<string, object?>>(1);
        do
        {
            Space();
            var name = Text();
            Space();
            Expect(':');
            members.Add(new(name, Value()));
        }
        while (Another('}'));
        return FileMembers.Distinct(members, () => Place());
    }

    private object Array()
    {
        Open();
        if (Closes(']'))
            return FileMembers.NoNumbers;
        var array = new FileArray();
        do
        {
            Space();
            if (Peek() is '-' or 'N' or 'I' or (>= '0' and <= '9'))
                array.Add(Number());
            else
                array.Add(Value());
        }
        while (Another(']'));
        return array.Take();
    }

    private double Number()
    {
        var bytes = _file.Span;
        var from = _at;
        while (_at < bytes.Length && (char.IsAsciiLetterOrDigit((char)bytes[_at]) || bytes[_at] is (byte)'-' or (byte)'+' or (byte)'.'))
            _at++;
        if (_at == from)
            throw Wrong("a value");
        if (FileNumber.TryParse(bytes[from.._at], out var number))
            return number;
        _at = from;
        throw Wrong("a number");
    }

    private string Text()
    {
        Expect('"');
        var bytes = _file.Span;
        var from = _at;
        while (_at < bytes.Length && bytes[_at] is not ((byte)'"' or (byte)'\\'))
            _at++;
        if (Peek() == '"')
            return Encoding.UTF8.GetString(bytes[from.._at++]);
        var text = new StringBuilder(Encoding.UTF8.GetString(bytes[from.._at]));
        while (Peek() != '"')
        {
            if (Peek() == '\\')
            {
                _at++;
                text.Append(Escape());
                continue;
            }

            from = _at;
            while (_at < bytes.Length && bytes[_at] is not ((byte)'"' or (byte)'\\'))
                _at++;
            text.Append(Encoding.UTF8.GetString(bytes[from.._at]));
        }

        _at++;
        return text.ToString();
    }

    private char Escape()
    {
        var kind = Peek();
        _at++;
        switch (kind)
        {
            case '"' or '\\' or '/':
                return kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _file.Length - _at >= 4 && ushort.TryParse(_file.Span.Slice(_at, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code):
                _at += 4;
                return (char)code;
            default:
                throw Wrong("an escape such as \\n or \\u0041");
        }
    }

    private void Open()
    {
        _at++;
        if (++_depth > MostDepth)
            throw Wrong($"at most {MostDepth} levels of nesting");
    }

    private bool Closes(char end)
    {
        Space();
        if (Peek() != end)
            return false;
        _at++;
        _depth--;
        return true;
    }

    private bool Another(char end)
    {
        if (Closes(end))
            return false;
        Expect(',');
        return true;
    }

    private bool Word(string word)
    {
        if (_file.Length - _at < word.Length || !Ascii.Equals(_file.Span.Slice(_at, word.Length), word))
            return false;
        _at += word.Length;
        return true;
    }

    private void Space()
    {
        var bytes = _file.Span;
        while (_at < bytes.Length && bytes[_at] is ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            _at++;
    }

    private char Peek() => _at < _file.Length ? (char)_file.Span[_at] : throw Wrong("more");

    private void Expect(char character)
    {
        if (Peek() != character)
            throw Wrong($"'{character}'");
        _at++;
    }

    private string Place()
    {
        var before = _file.Span[..Math.Min(_at, _file.Length)];
        return $"line {before.Count((byte)'\n') + 1}, byte {before.Length - before.LastIndexOf((byte)'\n') - 1}";
    }

    private ModelFormatException Wrong(string wanted) => new(_at < _file.Length
        ? $"The JSON must have {wanted} at {Place()}, but has something else. The file is damaged or no JSON."
        : $"The JSON must have {wanted} at {Place()}, but the file ends there. The file was cut.");
}
