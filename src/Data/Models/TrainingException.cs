namespace Bellwether.Data.Models;

/// <summary>The data cannot be learned from.</summary>
/// <param name="message">What must hold, what came, and what to do.</param>
public sealed class TrainingException(string message) : Exception(message);
