using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>The bytes of a foreign file.</summary>
internal static class ForeignFile
{
    /// <summary>Everything from where the stream stands to its end.</summary>
    /// <exception cref="ModelFormatException">It is more than an array holds.</exception>
    public static ReadOnlyMemory<byte> Bytes(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.CanSeek && file.Length - file.Position > Array.MaxLength)
            throw new ModelFormatException($"A model file must have at most {Array.MaxLength} bytes, but has {file.Length - file.Position}.");
        var bytes = new MemoryStream(file.CanSeek ? (int)Math.Max(0, file.Length - file.Position) : 0);
        file.CopyTo(bytes);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
