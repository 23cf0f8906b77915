namespace Bellwether.Learning.Tokenization;

/// <summary>A <see cref="TokenEncoding"/> in the making.</summary>
internal sealed class TokenList
{
    private readonly List<int> _ids = [], _starts = [], _ends = [], _types = [];
    private readonly List<bool> _special = [];

    public int Count => _ids.Count;

    public void Add(int id, int start, int end, int type = 0, bool special = false)
    {
        _ids.Add(id);
        _starts.Add(start);
        _ends.Add(end);
        _types.Add(type);
        _special.Add(special);
    }

    public void Add(TokenEncoding tokens, int type)
    {
        for (var i = 0; i < tokens.Count; i++)
            Add(tokens.Ids[i], tokens.Starts[i], tokens.Ends[i], type, tokens.Special[i]);
    }

    public TokenEncoding ToEncoding() => new([.. _ids], [.. _starts], [.. _ends], [.. _types], [.. _special]);
}
