using System.Text;
using Bellwether.Data.Tables;

namespace Bellwether.Data.Importing;

/// <summary>What a mapping comes to for one file and one event type: printable, so that people see what will be imported.</summary>
/// <param name="EventType">The name of the event type.</param>
/// <param name="Columns">The file's columns.</param>
/// <param name="Bindings">One per field of the event, in the contract's order.</param>
/// <param name="Time">Where the time comes from; null when the file has none.</param>
/// <param name="Label">Where the label comes from, or null.</param>
/// <param name="Signals">The columns that become signals.</param>
/// <param name="Unused">The columns that become nothing.</param>
public sealed record EffectiveMapping(
    string EventType, IReadOnlyList<TableColumn> Columns, IReadOnlyList<FieldBinding> Bindings, TimeColumn? Time, LabelColumn? Label,
    IReadOnlyList<string> Signals, IReadOnlyList<string> Unused)
{
    /// <summary>Whether the events' times come from the file. If not they are synthetic: 2000-01-01T00:00:00Z and one second more per row,
    /// which keeps the file's order and means nothing else.</summary>
    public bool HasRealTime => Time is not null;

    /// <summary>The mapping as lines of text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(EventType).Append('\n');
        foreach (var binding in Bindings)
            text.Append("  ").Append(binding.Field.Name.PadRight(16)).Append(" <- ").Append(binding.Source).Append('\n');
        text.Append("  (label)          <- ").Append(Label is null ? "none" : "column " + Label.Column + (Label.Positive is null ? "" : $" = '{Label.Positive}'")).Append('\n');
        if (Unused.Count > 0)
            text.Append("  unused columns: ").AppendJoin(", ", Unused).Append('\n');
        return text.ToString();
    }
}
