using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Bellwether.Data.Models;

/// <summary>Options in words: what is written beside a version so that it can be compared and repeated.</summary>
public static class Recipe
{
    private const int Deepest = 8;

    /// <summary>The type and all public properties of an options record, as C# prints records, but with lists and nested recipes written out and
    /// numbers as in code; what the constructor takes comes first, the rest by name: <c>RuleSet { Name = rules, Rules = [Rule { Reason = at night, Score = 0.9, ... }] }</c>.</summary>
    public static string Of(object options)
    {
        var text = new StringBuilder();
        Append(text, options, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("none");
                break;
            case string or Enum or bool or Type:
                text.Append(value);
                break;
            case IFormattable number when value.GetType().Namespace is "System":
                text.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case Delegate:
                text.Append("a function");
                break;
            case IEnumerable list:
                AppendList(text, list, depth);
                break;
            default:
                AppendProperties(text, value, depth);
                break;
        }
    }

    private static void AppendList(StringBuilder text, IEnumerable list, int depth)
    {
        text.Append('[');
        var first = true;
        foreach (var item in list)
        {
            text.Append(first ? "" : ", ");
            Append(text, item, depth + 1);
            first = false;
        }

        text.Append(']');
    }

    private static void AppendProperties(StringBuilder text, object value, int depth)
    {
        var type = value.GetType();
        text.Append(type.Name);
        var positional = type.GetConstructors().Select(c => c.GetParameters()).MaxBy(c => c.Length)!.Select(p => p.Name).ToList();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0 && p.CanWrite)
            .OrderBy(p => positional.IndexOf(p.Name) is >= 0 and var place ? place : int.MaxValue).ThenBy(p => p.Name, StringComparer.Ordinal)
            .ToList();
        if (properties.Count == 0 || depth == Deepest)
            return;
        text.Append(" { ");
        for (var i = 0; i < properties.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(properties[i].Name).Append(" = ");
            Append(text, properties[i].GetValue(value), depth + 1);
        }

        text.Append(" }");
    }
}
