namespace Bellwether.Registry;

/// <summary>The directory is no registry that this version of the program can use: nothing in it was touched.</summary>
/// <param name="directory">The directory.</param>
/// <param name="message">What must hold, what was found, what to do.</param>
public sealed class RegistryFormatException(string directory, string message) : Exception($"{directory}: {message}")
{
    /// <summary>The directory.</summary>
    public string Directory { get; } = directory;
}
