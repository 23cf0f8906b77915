using Bellwether.Data.Schema;

namespace Bellwether.Server.Feedback;

/// <summary>What an envelope held, or what is wrong with it.</summary>
internal readonly record struct EnvelopeParts(string Type, ReadOnlyMemory<byte> Data, FieldError? Error)
{
    public static EnvelopeParts Wrong(string field, string mustBe, string got) => new("", default, new FieldError(field, mustBe, got));
}
