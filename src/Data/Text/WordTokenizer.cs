namespace Bellwether.Data.Text;

/// <summary>Finds the words of a text: <c>foreach (var word in new WordTokenizer(text))</c>. O(n), allocates nothing, never throws.</summary>
/// <remarks><para>The word boundaries of Unicode (UAX #29, rules WB5 to WB13): runs of letters and digits stay together; an apostrophe, a full stop or a middle dot
/// between two letters, and a comma, full stop or semicolon between two digits, do not divide (<c>don't</c>, <c>e.g</c>, <c>1,024.5</c>); <c>_</c> joins; marks and joiners belong to
/// what stands before them. What is neither word, number, ideograph nor emoji is skipped.</para>
/// <para>Where it deviates: a colon divides always; Han and Hiragana give one word a character, Katakana a run; scripts without spaces that need a dictionary
/// (Thai, Lao, Khmer, Burmese) give a run of letters; emoji are told by their blocks, joined by U+200D and flags by pairs.</para></remarks>
public ref struct WordTokenizer(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>The word found last.</summary>
    public WordToken Current { get; private set; }

    /// <summary>Itself.</summary>
    public readonly WordTokenizer GetEnumerator() => this;

    /// <summary>Finds the next word; false at the end.</summary>
    public bool MoveNext()
    {
        while (_at < _text.Length)
        {
            var start = _at;
            switch (Read(_at, out var length))
            {
                case CharacterClass.Letter or CharacterClass.Digit or CharacterClass.Katakana or CharacterClass.Connector:
                    if (Run(start))
                        return true;
                    break;
                case CharacterClass.Ideograph:
                    _at = Extend(_at + length);
                    return Found(start, WordKind.Ideograph);
                case CharacterClass.Emoji:
                    Emoji(length);
                    return Found(start, WordKind.Emoji);
                case CharacterClass.Regional:
                    _at += length;
                    if (_at < _text.Length && Read(_at, out var second) == CharacterClass.Regional)
                        _at += second;
                    return Found(start, WordKind.Emoji);
                default:
                    _at += length;
                    break;
            }
        }

        return false;
    }

    /// <summary>A run of letters, digits and what joins them; false when it was connectors alone.</summary>
    private bool Run(int start)
    {
        var classes = CharacterClasses.Basic;
        var last = CharacterClass.Other;
        bool letters = false, digits = false;
        while (_at < _text.Length)
        {
            var next = (CharacterClass)classes[_text[_at]];
            var length = 1;
            if (next == CharacterClass.Surrogate)
                next = CharacterClasses.Of(CharacterClasses.CodePoint(_text, _at, out length));
            if (next == CharacterClass.Extend)
            {
                _at += length;
                continue;
            }

            if (next is CharacterClass.MidBoth or CharacterClass.MidLetter or CharacterClass.MidNumber)
            {
                if (!Bridges(last, next))
                    break;
                _at += length;
                continue;
            }

            if (!Joins(last, next))
                break;
            letters |= next is CharacterClass.Letter or CharacterClass.Katakana;
            digits |= next == CharacterClass.Digit;
            last = next;
            _at += length;
        }

        return (letters || digits) && Found(start, letters ? WordKind.Word : WordKind.Number);
    }

    private static bool Joins(CharacterClass last, CharacterClass next) => next switch
    {
        CharacterClass.Letter or CharacterClass.Digit => last != CharacterClass.Katakana,
        CharacterClass.Katakana => last is CharacterClass.Katakana or CharacterClass.Connector or CharacterClass.Other,
        CharacterClass.Connector => true,
        _ => false,
    };

    /// <summary>Whether the separator here stands between two letters (or two digits), so that it does not divide.</summary>
    private readonly bool Bridges(CharacterClass last, CharacterClass separator)
    {
        if (last is not (CharacterClass.Letter or CharacterClass.Digit) || _at + 1 >= _text.Length)
            return false;
        var allowed = last == CharacterClass.Letter ? separator != CharacterClass.MidNumber : separator != CharacterClass.MidLetter;
        return allowed && Read(_at + 1, out _) == last;
    }

    private void Emoji(int length)
    {
        _at = Extend(_at + length);
        while (_at < _text.Length && _text[_at - 1] == '\u200D' && Read(_at, out var part) == CharacterClass.Emoji)
            _at = Extend(_at + part);
    }

    private readonly int Extend(int at)
    {
        while (at < _text.Length && Read(at, out var length) == CharacterClass.Extend)
            at += length;
        return at;
    }

    private readonly CharacterClass Read(int at, out int length) => CharacterClasses.Of(CharacterClasses.CodePoint(_text, at, out length));

    private bool Found(int start, WordKind kind)
    {
        Current = new WordToken(start, _at - start, kind);
        return true;
    }
}
