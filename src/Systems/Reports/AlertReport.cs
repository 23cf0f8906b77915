namespace Bellwether.Systems.Reports;

/// <summary>An alert of a run.</summary>
/// <param name="Name">Its rule.</param>
/// <param name="Severity">How bad.</param>
/// <param name="RaisedAt">When it rose.</param>
/// <param name="ResolvedAt">When it was over; null when it still stands.</param>
/// <param name="Message">What was seen against what was allowed.</param>
/// <param name="Action">What was done about it.</param>
public sealed record AlertReport(string Name, string Severity, DateTimeOffset RaisedAt, DateTimeOffset? ResolvedAt, string Message, string Action);
