namespace Bellwether.Data.Importing;

/// <summary>A mapping does not fit the file and the event type; the message lists columns and fields and suggests a mapping.</summary>
public sealed class DataMappingException(string message) : FormatException(message);
