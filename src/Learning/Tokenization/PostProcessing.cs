namespace Bellwether.Learning.Tokenization;

/// <summary>Puts special tokens around a text or a pair, as the <c>post_processor</c> of a <c>tokenizer.json</c> says.</summary>
/// <param name="Single">For one text: a special token, or the text (id -1), each with its type.</param>
/// <param name="Pair">For two texts: id -1 the first, -2 the second.</param>
internal sealed record PostProcessing((int Id, int Type)[] Single, (int Id, int Type)[] Pair)
{
    private const int First = -1, Second = -2;

    public static PostProcessing Plain { get; } = new([(First, 0)], [(First, 0), (Second, 1)]);

    /// <summary>How many special tokens are added.</summary>
    public int Added(bool pair) => (pair ? Pair : Single).Count(part => part.Id >= 0);

    public static PostProcessing Read(Json json)
    {
        if (json.IsNull)
            return Plain;
        switch (json["type"].Text())
        {
            case "ByteLevel":
                return Plain;
            case "BertProcessing":
                var (cls, sep) = (Named(json["cls"]), Named(json["sep"]));
                return new PostProcessing([(cls, 0), (First, 0), (sep, 0)], [(cls, 0), (First, 0), (sep, 0), (Second, 1), (sep, 1)]);
            case "RobertaProcessing":
                var (start, end) = (Named(json["cls"]), Named(json["sep"]));
                return new PostProcessing([(start, 0), (First, 0), (end, 0)], [(start, 0), (First, 0), (end, 0), (end, 0), (Second, 0), (end, 0)]);
            case "TemplateProcessing":
                return Template(json);
            case "Sequence":
                var steps = json["processors"].Items().Select(Read).Where(p => p != Plain).ToArray();
                return steps.Length switch { 0 => Plain, 1 => steps[0], _ => throw json["processors"].Wrong("a list with at most one step that adds tokens") };
            default:
                throw json["type"].Wrong("a post-processor that is known: BertProcessing, ByteLevel, RobertaProcessing, Sequence, TemplateProcessing");
        }
    }

    public TokenEncoding Apply(TokenEncoding first, TokenEncoding? second)
    {
        var tokens = new TokenList();
        foreach (var (id, type) in second is null ? Single : Pair)
            if (id >= 0)
                tokens.Add(id, 0, 0, type, special: true);
            else
                tokens.Add(id == First ? first : second!, type);
        return tokens.ToEncoding();
    }

    /// <summary>A token with its number, as BERT's processors write it.</summary>
    private static int Named(Json json) => json.Items().ToArray() is [_, var id] ? id.Number(0, 1 << 28) : throw json.Wrong("a token and its number");

    private static PostProcessing Template(Json json)
    {
        var special = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var (name, token) in json["special_tokens"].Members())
            special[name] = [.. token["ids"].Items().Select(id => id.Number(0, 1 << 28))];
        return new PostProcessing(Parts(json["single"], special, pair: false), json["pair"].IsNull ? Plain.Pair : Parts(json["pair"], special, pair: true));
    }

    private static (int Id, int Type)[] Parts(Json json, Dictionary<string, int[]> special, bool pair)
    {
        var parts = new List<(int, int)>();
        foreach (var part in json.Items())
        {
            if (!part["Sequence"].IsNull)
            {
                var sequence = part["Sequence"];
                var id = sequence["id"].Text() switch { "A" => First, "B" when pair => Second, _ => throw sequence["id"].Wrong(pair ? "A or B" : "A") };
                parts.Add((id, sequence["type_id"].Number(0, 1 << 20, 0)));
                continue;
            }

            var token = part["SpecialToken"];
            if (!special.TryGetValue(token["id"].Text(), out var ids))
                throw token["id"].Wrong("one of special_tokens");
            parts.AddRange(ids.Select(id => (id, token["type_id"].Number(0, 1 << 20, 0))));
        }

        if (parts.All(p => p.Item1 != First) || (pair && parts.All(p => p.Item1 != Second)))
            throw json.Wrong("a template that holds its texts");
        return [.. parts];
    }
}
