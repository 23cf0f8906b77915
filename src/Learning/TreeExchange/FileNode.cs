using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>A value of a JSON or UBJSON document with the path that leads to it, so that every complaint can name its place.</summary>
/// <param name="value">null, bool, double, string, double[] (an array of numbers), object?[] (any other array) or
/// KeyValuePair&lt;string, object?&gt;[] (an object).</param>
/// <param name="path">Where the value stands, as <c>learner.trees[3]</c>; empty for the whole document.</param>
internal readonly struct FileNode(object? value, string path)
{
    /// <summary>The path.</summary>
    public string Path => path.Length == 0 ? "the top of the file" : path;

    /// <summary>Whether the value is a string.</summary>
    public bool IsText => value is string;

    /// <summary>Whether the value is an object.</summary>
    public bool IsObject => value is KeyValuePair<string, object?>[];

    /// <summary>Whether the value is an array.</summary>
    public bool IsArray => value is double[] or object?[];

    /// <summary>The elements of an array.</summary>
    public int Count => value switch { double[] numbers => numbers.Length, object?[] items => items.Length, _ => throw Wrong("an array") };

    /// <summary>An element of an array.</summary>
    public FileNode this[int index] => new(value switch { double[] numbers => numbers[index], object?[] items => items[index], _ => throw Wrong("an array") }, $"{path}[{index}]");

    /// <summary>A member that must be there.</summary>
    public FileNode Member(string name) => Find(name) ?? throw new ModelFormatException($"{Path} must have '{name}', but has not. The file is no model of this kind, or was cut.");

    /// <summary>A member, or null when it is not there or null.</summary>
    public FileNode? Find(string name)
    {
        if (value is not KeyValuePair<string, object?>[] members)
            throw Wrong("an object");
        foreach (var member in members)
            if (member.Key == name)
                return member.Value is null ? null : new FileNode(member.Value, path.Length == 0 ? name : $"{path}.{name}");
        return null;
    }

    /// <summary>A string.</summary>
    public string Text() => value as string ?? throw Wrong("text");

    /// <summary>A number, or text that spells one; not NaN.</summary>
    public double Number()
    {
        var number = value switch
        {
            double plain => plain,
            bool truth => truth ? 1 : 0,
            string text when FileNumber.TryParse(text, out var parsed) => parsed,
            _ => throw Wrong("a number"),
        };
        return double.IsNaN(number) ? throw Wrong("a number") : number;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Whole(int least, int most)
    {
        var number = Number();
        return number >= least && number <= most && number == Math.Floor(number)
            ? (int)number
            : throw new ModelFormatException($"{Path} must be a whole number from {least} to {most}, but is {FileNumber.Text(number)}.");
    }

    /// <summary>An array of numbers, NaN among them allowed; true and false count as 1 and 0.</summary>
    public double[] Numbers()
    {
        if (value is double[] numbers)
            return numbers;
        var items = value as object?[] ?? throw Wrong("an array of numbers");
        numbers = new double[items.Length];
        for (var i = 0; i < items.Length; i++)
            numbers[i] = this[i].Number();
        return numbers;
    }

    /// <summary>An array of so many numbers.</summary>
    public double[] Numbers(int count)
    {
        var numbers = Numbers();
        return numbers.Length == count ? numbers : throw new ModelFormatException($"{Path} must have {count} numbers, but has {numbers.Length}.");
    }

    /// <summary>An array of strings.</summary>
    public string[] Texts()
    {
        var texts = new string[Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = this[i].Text();
        return texts;
    }

    private ModelFormatException Wrong(string wanted) => new($"{Path} must be {wanted}, but is {Kind()}.");

    private string Kind() => value switch
    {
        null => "null",
        bool => "true or false",
        double number => double.IsNaN(number) ? "NaN" : "a number",
        string => "text",
        KeyValuePair<string, object?>[] => "an object",
        _ => "an array",
    };
}
