namespace Bellwether.Registry;

/// <summary>A file of the registry does not hold what it was written with, or is not one that this version can read.</summary>
/// <param name="path">The file.</param>
/// <param name="message">What must hold, what was found, what to do.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class RegistryCorruptException(string path, string message, Exception? inner = null) : Exception($"{path}: {message}", inner)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
