namespace Bellwether.Data.Formats;

/// <summary>Bytes that should hold a model do not.</summary>
/// <param name="message">What was expected where, what was found, and what to do.</param>
public sealed class ModelFormatException(string message) : Exception(message);
