namespace Bellwether.Learning.Tokenization;

/// <summary>A <c>tokenizer.json</c> cannot be read or used.</summary>
/// <param name="message">The place in the file, what must hold there, and what came.</param>
public sealed class TokenizerException(string message) : Exception(message);
