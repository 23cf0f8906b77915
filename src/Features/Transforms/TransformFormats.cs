using Bellwether.Data.Formats;

namespace Bellwether.Features.Transforms;

/// <summary>The binary formats of the transforms of this house.</summary>
public static class TransformFormats
{
    /// <summary>All formats, each with its reader.</summary>
    public static IReadOnlyList<KeyValuePair<string, Func<ModelReader, IArtifact>>> All { get; } =
    [
        new(AffineColumns.FormatName, AffineColumns.Read),
        new(LogColumns.FormatName, LogColumns.Read),
        new(ClippedColumns.FormatName, ClippedColumns.Read),
        new(ImputedColumns.FormatName, ImputedColumns.Read),
        new(OneHotColumns.FormatName, OneHotColumns.Read),
        new(OrdinalColumns.FormatName, OrdinalColumns.Read),
        new(HashedColumns.FormatName, HashedColumns.Read),
        new(TargetEncodedColumns.FormatName, TargetEncodedColumns.Read),
        new(FittedChain.FormatName, FittedChain.Read),
    ];
}
