using System.Text.Json;

namespace Bellwether.Learning.Tokenization;

/// <summary>A value of a JSON file that knows its place, so that every error names it.</summary>
internal readonly record struct Json(JsonElement Element, string Path)
{
    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public bool IsText => Element.ValueKind == JsonValueKind.String;

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    public bool IsList => Element.ValueKind == JsonValueKind.Array;

    /// <summary>A member; null where it is missing.</summary>
    public Json this[string name]
    {
        get
        {
            if (!IsObject)
                throw Wrong("an object");
            return new Json(Element.TryGetProperty(name, out var value) ? value : default, $"{Path}.{name}");
        }
    }

    public IEnumerable<Json> Items()
    {
        if (!IsList)
            throw Wrong("a list");
        var i = 0;
        foreach (var item in Element.EnumerateArray())
            yield return new Json(item, $"{Path}[{i++}]");
    }

    public IEnumerable<(string Name, Json Value)> Members()
    {
        if (!IsObject)
            throw Wrong("an object");
        foreach (var member in Element.EnumerateObject())
            yield return (Name(member), new Json(member.Value, $"{Path}['{Short(Name(member))}']"));
    }

    public string Text()
    {
        if (!IsText)
            throw Wrong("a text");
        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a text of valid Unicode");
        }
    }

    public string? TextOrNull() => IsNull ? null : Text();

    public int Number(int least, int most, int? otherwise = null)
    {
        if (IsNull && otherwise is { } value)
            return value;
        return Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"a whole number from {least} to {most}");
    }

    public double Double() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong("a finite number");

    public bool Bool(bool otherwise = false) => IsNull ? otherwise : Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    /// <summary>One character, perhaps of two code units.</summary>
    public string Character(string otherwise)
    {
        if (IsNull)
            return otherwise;
        var text = Text();
        return text.Length == 1 || (text.Length == 2 && char.IsSurrogatePair(text, 0)) ? text : throw Wrong("one character");
    }

    /// <summary>What must stand here, and what does.</summary>
    public TokenizerException Wrong(string must) =>
        new($"{Path} must be {must}, but {(IsNull ? "is missing" : "is " + Raw())}.");

    private string Raw()
    {
        try
        {
            return Short(Element.GetRawText());
        }
        catch (InvalidOperationException)
        {
            return "not valid UTF-8";
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("an object whose names are valid Unicode");
        }
    }
}
